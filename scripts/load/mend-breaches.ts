import { pointerOf, SpecError } from "../diagnostics.js";
import { isJsonObject, type JsonObject } from "./json-object.js";
import { type MendedName, mendNames } from "./mend-names.js";
import { type Note, noNotes } from "./notes.js";
import type { OpenApiDocument } from "./openapi.js";
import { inspect, type ObjectKind, type Position, rewrite, tokensOfPosition } from "./rewrite.js";

interface Breach {
  readonly what: string;
  readonly kind: ObjectKind;
  /** The object without the breach; `undefined` where it has none. */
  readonly mend: (node: JsonObject, is30: boolean) => JsonObject | undefined;
}

/** Breaches of OpenAPI's schema that change nothing in a client, by how often real documents have them. */
const BREACHES: readonly Breach[] = [
  {
    what: "`required` is empty",
    kind: "schema",
    mend: (node) =>
      Array.isArray(node.required) && node.required.length === 0 ? without(node, "required") : undefined,
  },
  { what: "`required` names a property twice", kind: "schema", mend: (node) => withoutRepeats(node, "required") },
  { what: "`enum` has a value twice", kind: "schema", mend: (node) => withoutRepeats(node, "enum") },
  {
    what: "`examples` is not a list",
    kind: "schema",
    mend: (node, is30) =>
      "examples" in node && (is30 || !Array.isArray(node.examples)) ? without(node, "examples") : undefined,
  },
  {
    what: "`exclusiveMinimum` or `exclusiveMaximum` is of the other version",
    kind: "schema",
    mend: (node, is30) => {
      const wrong = ["exclusiveMinimum", "exclusiveMaximum"].filter(
        (field) => field in node && typeof node[field] !== (is30 ? "boolean" : "number"),
      );
      return wrong.length === 0 ? undefined : without(node, ...wrong);
    },
  },
  {
    what: "the null type is of version 3.1",
    kind: "schema",
    mend: (node, is30) => {
      if (!is30 || !(node.type === "null" || Array.isArray(node.type))) return undefined;
      const types = [node.type].flat().filter((type) => type !== "null");
      const rest = without(node, "type");
      const isNull = [node.type].flat().length > types.length;
      if (types.length === 0) return { ...rest, nullable: true, enum: [null] };
      const nullable = isNull ? { nullable: true } : {};
      return types.length === 1
        ? { ...rest, type: types[0], ...nullable }
        : { ...rest, anyOf: types.map((type) => ({ ...rest, type })), ...nullable };
    },
  },
  {
    what: "the list of responses is empty",
    kind: "operation",
    mend: (node, is30) =>
      isJsonObject(node.responses) && Object.keys(node.responses).length === 0
        ? is30
          ? { ...node, responses: { default: { description: "" } } }
          : without(node, "responses")
        : undefined,
  },
  {
    what: "an address of the security scheme is not one",
    kind: "securityScheme",
    mend: (node) => {
      const flows = isJsonObject(node.flows) ? node.flows : {};
      const isWrong = (value: unknown) => typeof value === "string" && /[{}\s]/.test(value);
      const wrong = Object.entries(flows).some(([, flow]) => isJsonObject(flow) && Object.values(flow).some(isWrong));
      if (!wrong) return undefined;
      const mended = Object.entries(flows).map(([name, flow]) => [
        name,
        isJsonObject(flow)
          ? Object.fromEntries(
              Object.entries(flow).map(([key, value]) => [key, isWrong(value) ? "https://unknown.invalid/" : value]),
            )
          : flow,
      ]);
      return { ...node, flows: Object.fromEntries(mended) };
    },
  },
];

/** The document without them, with one note for each kind. */
export function mendBreaches(given: OpenApiDocument, note: Note = noNotes): OpenApiDocument {
  const { document, mended: names } = mendNames(given);
  noteNames(names, note);
  const is30 = typeof document.openapi === "string" && document.openapi.startsWith("3.0");
  if (!isBroken(document, is30)) return document;
  const found = new Map<Breach, { readonly first: Position; count: number }>();
  const mended = rewrite(document, (node, position) => {
    let result = node;
    for (const breach of BREACHES) {
      if (breach.kind !== position.kind) continue;
      const better = breach.mend(result, is30);
      if (better === undefined) continue;
      result = better;
      const row = found.get(breach) ?? { first: position, count: 0 };
      row.count += 1;
      found.set(breach, row);
    }
    return result;
  });
  for (const [{ what }, { first, count }] of found) {
    const places = count === 1 ? "" : `, here and in ${count - 1} more places`;
    const pointer = pointerOf(...tokensOfPosition(first));
    note(
      new SpecError("load/breach", pointer, `${what}${places}; it changes nothing.`, "The provider should correct it."),
    );
  }
  return mended;
}

/** Most documents are not, and then nothing is rebuilt. */
function isBroken(document: OpenApiDocument, is30: boolean): boolean {
  let found = false;
  inspect(document, (node, kind) => {
    found ||= BREACHES.some((breach) => breach.kind === kind && breach.mend(node, is30) !== undefined);
  });
  return found;
}

function noteNames(names: readonly MendedName[], note: Note): void {
  const [first, ...more] = names;
  if (first === undefined) return;
  const others = more.length === 0 ? "" : `, and ${more.length} more names are not`;
  const what = `the name ${JSON.stringify(first.before)} is none that OpenAPI allows${others}; here it is "${first.after}".`;
  const pointer = pointerOf("components", first.section, first.before);
  note(new SpecError("load/breach", pointer, what, "The provider should correct it."));
}

function without(node: JsonObject, ...fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([field]) => !fields.includes(field)));
}

function withoutRepeats(node: JsonObject, field: string): JsonObject | undefined {
  const values = node[field];
  if (!Array.isArray(values)) return undefined;
  const unique = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return unique.length === values.length ? undefined : { ...node, [field]: unique };
}
