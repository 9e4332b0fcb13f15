import { WIDTH_LIMITS } from "../../../scripts/load/check-width.js";
import { MAX_DEPTH } from "../../../scripts/load/compose-yaml.js";
import { MAX_BYTES } from "../../../scripts/load/parse-yaml.js";
import { MAX_ALIASED_NODES } from "../../../scripts/load/tree-to-data.js";
import { COMMANDS, type Command, type Outcome } from "./project.js";

/** What each command took. */
export interface BombRow {
  readonly name: string;
  readonly outcomes: ReadonlyMap<Command, Outcome>;
}

/** What any run may take. */
export const BOUNDS = { seconds: 10, mebibytes: 1024 } as const;

/** `docs/limits.md`. */
export function limitsPage(rows: readonly BombRow[]): string {
  const head = ["document", ...COMMANDS.map((name) => (name === "diff of all" ? "`diff` of all" : `\`${name}\``))];
  const lines = rows.map(({ name, outcomes }) => [
    name,
    ...COMMANDS.map((command) => {
      const outcome = outcomes.get(command);
      return outcome === undefined ? "" : cellOf(outcome);
    }),
  ]);
  return `${INTRODUCTION}
${[head, head.map((_, index) => (index === 0 ? "---" : "--:")), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

function cellOf({ outcome, seconds, memory }: Outcome): string {
  const cost = `${seconds.toFixed(1)} s, ${memory.toFixed(0)} MiB`;
  return outcome === "done" ? cost : `\`${outcome}\`, ${cost}`;
}

/** Whether a run kept to {@link BOUNDS}, and ended as a run may. */
export function isBounded({ outcome, seconds, memory }: Outcome): boolean {
  const isKnown = outcome === "done" || outcome.includes("/");
  return isKnown && seconds <= BOUNDS.seconds && memory <= BOUNDS.mebibytes;
}

const count = (value: number): string => value.toLocaleString("en-US");

const INTRODUCTION = `<!-- Written by \`npm run bench:bombs -- --write\`: correct test/bench/bombs/page.ts, not this file. -->
# Limits

A document can be small and still ask for hours: thirty schemas of which each is twice the next stand for a thousand million parts. Every
command takes at most ${BOUNDS.seconds} seconds and 1 GiB for any of the documents below, or refuses it with a code.

Refused are:

| what | more than | code |
| --- | --: | --- |
| bytes of a file | ${count(MAX_BYTES)} | \`load/too-large\` |
| levels of nesting | ${count(MAX_DEPTH)} | \`load/too-deep\` |
| nodes that YAML aliases stand for | ${count(MAX_ALIASED_NODES)} | \`load/alias\` |
| operations, and webhooks | ${count(WIDTH_LIMITS.operations)} | \`load/too-wide\` |
| components of one kind | ${count(WIDTH_LIMITS.components)} | \`load/too-wide\` |
| parts of a composed schema, those of its parts included | ${count(WIDTH_LIMITS.parts)} | \`load/too-wide\` |
| composed schemas inside of each other | ${count(WIDTH_LIMITS.composed)} | \`load/too-wide\` |
| properties of a schema, as it is written | ${count(WIDTH_LIMITS.properties)} | \`load/too-wide\` |
| entries of \`allOf\`, \`anyOf\` or \`oneOf\` | ${count(WIDTH_LIMITS.variants)} | \`load/too-wide\` |
| values of an enum | ${count(WIDTH_LIMITS.enumValues)} | \`load/too-wide\` |

What is composed, and enums, an overlay can correct: \`npm run pull\` therefore takes such a document. \`emit/does-not-compile\` means that the
compiler gave up on the types, and nothing was written.

Measured on two cores: the processor time of the command and of the compiler that it starts, and the most memory that they held at once. Each run
starts without a cache. \`diff\` compares a document with itself and one operation more, and "of all" with a document that has nothing of it;
\`regenerate\` runs without the check and the tests. Where there is no code, the command did what it is for.

`;
