import { mendBreaches } from "../load/mend-breaches.js";
import { type Note, noNotes } from "../load/notes.js";
import type { OpenApiDocument } from "../load/openapi.js";
import type { Spec } from "../load/spec.js";
import { checkOpenEnums } from "./check-open-enums.js";
import { chooseBodies } from "./choose-bodies.js";
import { demandAlternatives } from "./demand-alternatives.js";
import { breakCircles, spellOutDiscriminators } from "./discriminators.js";
import { dropGetBodies } from "./drop-get-bodies.js";
import { inheritPathParameters } from "./inherit-path-parameters.js";
import { dropPathExtensions, inlinePathItems } from "./inline-path-items.js";
import { nameInlineSchemas } from "./name-inline-schemas.js";
import { nameOperations } from "./name-operations.js";
import { nullableToNull } from "./nullable-to-null.js";
import { openEnums } from "./open-enums.js";
import { plainReferences, requireAcrossParts } from "./plain-schemas.js";
import { refuseBinaryJson } from "./refuse-binary-json.js";

/** Runs in order on a draft of its own. After each pass the draft is valid OpenAPI again. */
const passes: readonly ((draft: OpenApiDocument, note: Note) => void)[] = [
  dropPathExtensions,
  checkOpenEnums,
  inlinePathItems,
  dropGetBodies,
  nameOperations,
  plainReferences,
  nullableToNull,
  inheritPathParameters,
  chooseBodies,
  breakCircles,
  refuseBinaryJson,
  nameInlineSchemas,
  spellOutDiscriminators,
  demandAlternatives,
  requireAcrossParts,
  openEnums,
];

/**
 * The contract in the form that the model and the wire types are made from: OpenAPI 3.1, every object schema a named component.
 *
 * @throws SpecError `names/clash` when two schemas would get one name; `normalize/binary-in-json`, `normalize/open-enum`
 */
export function normalize(spec: Spec, note: Note = noNotes): Spec {
  const draft = structuredClone(mendBreaches(spec.document, note));
  for (const pass of passes) pass(draft, note);
  return { ...spec, document: draft };
}
