import type { OpenApiDocument } from "../load/openapi.js";
import type { Spec } from "../load/spec.js";
import { checkOpenEnums } from "./check-open-enums.js";
import { demandAlternatives } from "./demand-alternatives.js";
import { dropConstDiscriminators } from "./drop-const-discriminators.js";
import { inheritPathParameters } from "./inherit-path-parameters.js";
import { nameInlineSchemas } from "./name-inline-schemas.js";
import { nullableToNull } from "./nullable-to-null.js";
import { openEnums } from "./open-enums.js";
import { refuseBinaryJson } from "./refuse-binary-json.js";

/** Runs in order on a draft of its own. After each pass the draft is valid OpenAPI again. */
const passes: readonly ((draft: OpenApiDocument) => void)[] = [
  checkOpenEnums,
  nullableToNull,
  inheritPathParameters,
  dropConstDiscriminators,
  refuseBinaryJson,
  nameInlineSchemas,
  demandAlternatives,
  openEnums,
];

/**
 * The contract in the form that the model and the wire types are made from: OpenAPI 3.1, every object schema a named component.
 *
 * @throws SpecError `names/clash` when two schemas would get one name; `normalize/binary-in-json`, `normalize/open-enum`
 */
export function normalize(spec: Spec): Spec {
  const draft = structuredClone(spec.document);
  for (const pass of passes) pass(draft);
  return { ...spec, document: draft };
}
