import { describe, expect, test } from "vitest";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import type { ContractDiff, Verdict } from "../../scripts/diff/report/findings.js";
import type { ApiState } from "../../scripts/model/api-state.js";
import { buildState } from "../../scripts/pipeline.js";
import { expectSound } from "./expect-sound.js";
import { differingFiles } from "./same-code.js";
import { shopApi } from "./shop.js";

/** A request's body whose type changes, there and back. Reasoned by hand, from the caller's side. */
interface Row {
  readonly name: string;
  /** `content` before and after, as YAML in one line. */
  readonly from: string;
  readonly to: string;
  /** The verdicts there and back. */
  readonly verdicts: readonly [Verdict, Verdict];
  readonly why: string;
  /** Words of the finding that decides, there and back. */
  readonly says: readonly [string, string];
}

const object = "{ schema: { type: object, properties: { note: { type: string } } } }";
const text = "{ schema: { type: string } }";
const bytes = "{ schema: { type: string, format: binary } }";
const file = "{ schema: { type: object, required: [file], properties: { file: { type: string, format: binary } } } }";
const JSON_TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

const rows: readonly Row[] = [
  {
    name: "JSON to a form",
    from: `${JSON_TYPE}: ${object}`,
    to: `${FORM}: ${object}`,
    verdicts: ["minor", "minor"],
    why: "the same call compiles, and the client sends what the server now takes",
    says: [`now sent as \`${FORM}\``, `now sent as \`${JSON_TYPE}\``],
  },
  {
    name: "JSON to a form with files, of which it has none",
    from: `${JSON_TYPE}: ${object}`,
    to: `${MULTIPART}: ${object}`,
    verdicts: ["minor", "major"],
    why: "likewise; back, a type that could be imported is gone",
    says: [`now sent as \`${MULTIPART}\``, "the export `ThingCreateBody` was removed"],
  },
  {
    name: "one form to the other",
    from: `${FORM}: ${object}`,
    to: `${MULTIPART}: ${object}`,
    verdicts: ["minor", "major"],
    why: "likewise; back, a type that could be imported is gone",
    says: [`now sent as \`${MULTIPART}\``, "the export `ThingCreateBody` was removed"],
  },
  {
    name: "JSON to a form with a file",
    from: `${JSON_TYPE}: ${object}`,
    to: `${MULTIPART}: ${file}`,
    verdicts: ["major", "major"],
    why: "the method takes the file first, which no call of today gives",
    says: ["(file: Uploadable, options?: RequestOptions)", "(params: ThingCreateParams, options?: RequestOptions)"],
  },
  {
    name: "JSON to text",
    from: `${JSON_TYPE}: ${object}`,
    to: `text/plain: ${text}`,
    verdicts: ["major", "major"],
    why: "the method takes text in place of an object",
    says: ["(body: string, options?: RequestOptions)", "(params: ThingCreateParams, options?: RequestOptions)"],
  },
  {
    name: "a form to text",
    from: `${FORM}: ${object}`,
    to: `text/plain: ${text}`,
    verdicts: ["major", "major"],
    why: "likewise",
    says: ["(body: string, options?: RequestOptions)", "(params: ThingCreateParams, options?: RequestOptions)"],
  },
  {
    name: "JSON to bytes",
    from: `${JSON_TYPE}: ${object}`,
    to: `application/octet-stream: ${bytes}`,
    verdicts: ["major", "major"],
    why: "the method takes bytes in place of an object",
    says: ["(body: Uploadable, options?: RequestOptions)", "(params: ThingCreateParams, options?: RequestOptions)"],
  },
  {
    name: "text to bytes",
    from: `text/plain: ${text}`,
    to: `application/octet-stream: ${bytes}`,
    verdicts: ["major", "major"],
    why: "no string is bytes, and no bytes are a string",
    says: ["(body: Uploadable, options?: RequestOptions)", "(body: string, options?: RequestOptions)"],
  },
  {
    name: "one text to another",
    from: `text/plain: ${text}`,
    to: `text/markdown: ${text}`,
    verdicts: ["minor", "minor"],
    why: "the same call, under the type that the server now takes",
    says: ["now sent as `text/markdown`", "now sent as `text/plain`"],
  },
  {
    name: "one picture to another",
    from: `image/png: ${bytes}`,
    to: `image/jpeg: ${bytes}`,
    verdicts: ["major", "major"],
    why: "the call compiles, and the bytes that it has are of the other type",
    says: ["now `image/jpeg`", "now `image/png`"],
  },
  {
    name: "a form beside JSON",
    from: `${JSON_TYPE}: ${object}`,
    to: `${JSON_TYPE}: ${object}, ${FORM}: ${object}`,
    verdicts: ["minor", "minor"],
    why: "JSON is sent as before; whoever writes requests by hand may choose",
    says: ["media types", "media types"],
  },
];

describe("a request's body of another type", () => {
  test.each(rows)("$name: $why", ({ from, to, verdicts, says }) => {
    const [before, after] = [stateOf(from), stateOf(to)];
    const diffs = [diffContracts(shopApi, before, after), diffContracts(shopApi, after, before)];
    expect(
      diffs.map(({ verdict }) => verdict),
      diffs.map(linesOf).join("\n\n"),
    ).toEqual(verdicts);
    for (const [index, diff] of diffs.entries()) {
      const deciding = diff.findings.filter(({ severity }) => severity === diff.verdict);
      expect(deciding.map(({ statement }) => statement).join("\n")).toContain(says[index]);
      expectSound(diff);
    }
    if (differingFiles(before, after).length > 0) expect(verdicts).not.toContain("patch");
  });
});

function linesOf({ findings }: ContractDiff): string {
  return findings
    .map(({ severity, kind, statement, advice }) => `${severity} ${kind}: ${statement}. ${advice}`)
    .join("\n");
}

function stateOf(content: string): ApiState {
  const spec = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /things:
    post:
      tags: [Things]
      operationId: createThing
      requestBody: { required: true, content: { ${content} } }
      responses: { "204": { description: ok } }
`;
  return buildState(shopApi, { spec: { file: "shop.yaml", text: spec }, overlays: [] });
}
