import type { GeneratedText } from "../emit/generated-text.js";

/** The generated files that an entry passes on to users, and how. */
const PARTS = [
  { path: "client.ts", statement: "export *" },
  { path: "enums.ts", statement: "export *" },
  { path: "models.ts", statement: "export type *" },
  { path: "webhooks.ts", statement: "export *" },
] as const;

/** The entry of an API without methods written by hand. What a file without exports has nothing of is not passed on. */
export function entryText(id: string, name: string, files: readonly GeneratedText[]): string {
  const from = (path: string) => `from "../generated/${id}/${path.replace(/\.ts$/, ".js")}";`;
  const parts = PARTS.filter(({ path }) => /^export /m.test(files.find((file) => file.path === path)?.text ?? ""));
  return [
    `import { ${name} } ${from("client.ts")}`,
    "",
    ...parts.map(({ path, statement }) => `${statement} ${from(path)}`),
    'export * from "./runtime/public.js";',
    "",
    `export default ${name};`,
    "",
  ].join("\n");
}
