import type { Api } from "../apis.js";
import { UsageError } from "../diagnostics.js";

/** `scripts/apis.ts` with a row more. */
export function withRow(text: string, { id, name, upstream, envPrefix, overlays }: Api): string {
  const fields = { id, name, upstream, envPrefix };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `    ${field}: ${JSON.stringify(value)},\n`);
  const row = `  {\n${lines.join("")}    overlays: [${overlays.map((file) => JSON.stringify(file)).join(", ")}],\n  },\n`;
  return replaceIn(
    "scripts/apis.ts",
    text,
    /^export const apis: readonly Api\[\] = \[\n[\s\S]*?^(?=\];$)/m,
    (rows) => rows + row,
  );
}

/** `package.json` with an export more, behind those of the other APIs. */
export function withExport(text: string, id: string, others: readonly string[]): string {
  const manifest: Manifest = JSON.parse(text);
  const last = others.at(-1) ?? ".";
  const types = `./dist/src/${id}.d.ts`;
  const paths = manifest.typesVersions["*"] ?? {};
  const changed: Manifest = {
    ...manifest,
    exports: insert(manifest.exports, `./${last}`, `./${id}`, { types, default: `./dist/src/${id}.js` }),
    typesVersions: { ...manifest.typesVersions, "*": insert(paths, last, id, [types]) },
  };
  return `${JSON.stringify(changed, null, 2)}\n`;
}

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly typesVersions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function insert(
  object: Readonly<Record<string, unknown>>,
  behind: string,
  key: string,
  value: unknown,
): Record<string, unknown> {
  const entries = Object.entries(object);
  const index = entries.findIndex(([name]) => name === behind);
  entries.splice(index < 0 ? entries.length : index + 1, 0, [key, value]);
  return Object.fromEntries(entries);
}

/** The workflow that brings contracts up to date, with an API more to choose and in each matrix. */
export function withMatrix(text: string, id: string): string {
  const file = ".github/workflows/regenerate.yml";
  const chosen = replaceIn(file, text, /^ +options: \[all, [\w, -]+(?=\]$)/m, (list) => `${list}, ${id}`);
  return replaceIn(file, chosen, /'\[(?:"[\w-]+", )*"[\w-]+"(?=\]'\) \}\})/g, (list) => `${list}, "${id}"`);
}

/** @throws UsageError when the file is not as this command knows it */
function replaceIn(file: string, text: string, pattern: RegExp, change: (found: string) => string): string {
  if (text.search(pattern) < 0)
    throw new UsageError(
      `${file} has no list of APIs where this command looks for one: restore it, or add the API by hand.`,
    );
  return text.replace(pattern, change);
}
