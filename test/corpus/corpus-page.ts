import type { CorpusRow } from "./corpus.js";

/** `docs/corpus.md`: what becomes of each document, and how many of them are generated as they are. */
export function corpusPage(rows: readonly CorpusRow[]): string {
  const asTheyAre = rows.filter(({ asItIs }) => asItIs === "generated");
  const either = rows.filter(({ asItIs, furnished }) => asItIs === "generated" || furnished === "generated");
  const refused = rows.filter(({ asItIs }) => asItIs !== "generated");
  const byCode = new Map<string, number>();
  for (const { asItIs } of refused) byCode.set(codeOf(asItIs), (byCode.get(codeOf(asItIs)) ?? 0) + 1);
  const percent = ((100 * asTheyAre.length) / rows.length).toFixed(1);
  const packages = new Set(rows.map(({ document }) => /^(?:@[^/]+\/)?[^/]+/.exec(document)?.[0]));
  return `# Documents of others

Made by \`test/corpus/corpus.slow.test.ts\`: ${rows.length} documents of ${packages.size} packages, those of APIs and those written to try tools with. It
generates a client from each, compiles all that comes out with TypeScript 5.9 and 7.0 and the project's own strict options, and calls up to
five operations of each client: with all that they take, and with as little as they need. A judge that shares no code with the generator or
the runtime (\`test/corpus/wire\`) reads the document as it was published. It looks at method, address, query, headers, cookies, credentials,
content type and body of each request, and at what the method gives for the response. A JSON body must also be one that its published
schema accepts, by ajv. The packages are pinned in \`test/corpus/packages\`, which installs nothing that they depend on.

- ${asTheyAre.length} of ${rows.length} (${percent} %) are generated as they are, ${either.length} as they are or once what they lack has been filled in (\`test/corpus/furnish.ts\`).
- All that is generated compiles, and each of the ${sum(rows.map(({ operations }) => operations))} operations has a method.
- ${sum(rows.map(({ calls }) => calls))} calls were made, and all of them were right.
- Refused as they are: ${[...byCode].map(([code, count]) => `${count} with \`${code}\``).join(", ")}.

| document | as it is | place of the refusal | filled in | operations | sampled calls | right |
|---|---|---|---|---|---|---|
${rows.map(rowOf).join("\n")}
`;
}

/** A call that is not right fails the test that counts them. */
function rowOf({ document, asItIs, furnished, operations, calls }: CorpusRow): string {
  const [code = "", pointer] = asItIs.split(" ");
  const filledIn = furnished === undefined ? "" : furnished === "generated" ? furnished : `\`${codeOf(furnished)}\``;
  const outcome = asItIs === "generated" ? asItIs : `\`${code}\``;
  const place = pointer === undefined ? "" : `\`${pointer}\``;
  return `| \`${document}\` | ${outcome} | ${place} | ${filledIn} | ${operations ?? ""} | ${calls ?? ""} | ${calls ?? ""} |`;
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, one) => total + (one ?? 0), 0);
}

function codeOf(outcome: string): string {
  return outcome.split(" ")[0] ?? "";
}
