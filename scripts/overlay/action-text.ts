import { tokensOf } from "../diagnostics.js";
import { escapeHidden } from "../visible-text.js";

/** An action of an overlay that updates one node, as OpenAPI Overlay 1.0 has it. */
export interface UpdateAction {
  readonly target: string;
  readonly description: string;
  readonly update: Readonly<Record<string, string | boolean>>;
}

/** One line of YAML, to be pasted under `actions:`. */
export function actionLine({ target, description, update }: UpdateAction): string {
  return `- ${flowText({ target, description, update })}`;
}

/** JSON is YAML; what does not print is escaped. */
export function flowText(value: unknown): string {
  return escapeHidden(JSON.stringify(value));
}

/** `/paths/~1a/get/parameters/0` as `$['paths']['/a']['get']['parameters'][0]`. */
export function jsonPath(pointer: string): string {
  const tokens = tokensOf(pointer);
  const isIndex = (token: string, index: number): boolean =>
    /^\d+$/.test(token) && LISTS.has(tokens[index - 1] ?? "") && tokens[index - 2] !== "components";
  return `$${tokens.map((token, index) => (isIndex(token, index) ? `[${token}]` : `[${singleQuoted(token)}]`)).join("")}`;
}

/** The fields of OpenAPI that are lists, but for those of `components`. */
const LISTS: ReadonlySet<string> = new Set(
  "parameters servers tags security allOf anyOf oneOf prefixItems enum required".split(" "),
);

/** A string of JSONPath: as in JSON, with the other quotes. */
function singleQuoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}
