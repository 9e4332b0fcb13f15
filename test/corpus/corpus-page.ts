import type { CorpusRow } from "./corpus.js";

/** `docs/corpus.md`: what becomes of each document, and how many of them are generated as they are. */
export function corpusPage(rows: readonly CorpusRow[]): string {
  const asTheyAre = rows.filter(({ asItIs }) => asItIs === "generated");
  const either = rows.filter(({ asItIs, furnished }) => asItIs === "generated" || furnished === "generated");
  const uncompiled = rows.filter((row) => (row.uncompiled ?? []).length > 0);
  const refused = rows.filter(({ asItIs }) => asItIs !== "generated");
  const byCode = new Map<string, number>();
  for (const { asItIs } of refused) byCode.set(codeOf(asItIs), (byCode.get(codeOf(asItIs)) ?? 0) + 1);
  const percent = Math.round((100 * asTheyAre.length) / rows.length);
  return `# Documents of others

Made from \`test/corpus/corpus.ts\`. The slow suite generates a client from each of these documents, which other packages publish, and compiles
all that comes out with TypeScript 5.9 and 7.0 and the project's own strict options.

- ${asTheyAre.length} of ${rows.length} (${percent} %) are generated as they are, ${either.length} as they are or once what they lack has been filled in (\`test/corpus/furnish.ts\`).
- ${uncompiled.length === 0 ? "All that is generated compiles." : `${uncompiled.length} do not compile, and \`npm run generate\` refuses them.`}
- Refused as they are: ${[...byCode].map(([code, count]) => `${count} with \`${code}\``).join(", ")}.

| document | as it is | place of the refusal | filled in |
|---|---|---|---|
${rows.map(rowOf).join("\n")}
`;
}

function rowOf({ document, asItIs, furnished }: CorpusRow): string {
  const [code = "", pointer] = asItIs.split(" ");
  const filledIn = furnished === undefined ? "" : furnished === "generated" ? furnished : `\`${codeOf(furnished)}\``;
  const outcome = asItIs === "generated" ? asItIs : `\`${code}\``;
  return `| \`${document}\` | ${outcome} | ${pointer === undefined ? "" : `\`${pointer}\``} | ${filledIn} |`;
}

function codeOf(outcome: string): string {
  return outcome.split(" ")[0] ?? "";
}
