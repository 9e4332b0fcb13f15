import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import type { ContractDiff, Finding } from "../../scripts/diff/report/findings.js";
import { reportJson } from "../../scripts/diff/report/report-json.js";
import { reportMarkdown } from "../../scripts/diff/report/report-markdown.js";
import { reportText } from "../../scripts/diff/report/report-text.js";
import { diffShop, edited, shop } from "./shop.js";

const schema = JSON.parse(readFileSync(new URL("../../scripts/diff/report/diff.schema.json", import.meta.url), "utf8"));
const isReport = new Ajv({ allowUnionTypes: true }).compile(schema);

const finding: Finding = {
  kind: "response-property-removed",
  severity: "major",
  level: "both",
  operationId: "retrieveDispute",
  operationIds: ["retrieveDispute", "listDispute"],
  methods: ["whop.disputes.retrieve", "whop.disputes.list"],
  events: [],
  pointer: "/components/schemas/Dispute/properties/reason",
  before: "string",
  after: null,
  statement: "response field `Dispute.reason` was removed",
  advice: "Stop reading it.",
  overlay: [],
};
const added: Finding = {
  ...finding,
  kind: "request-property-added",
  severity: "minor",
  operationId: "listDispute",
  operationIds: ["listDispute"],
  methods: ["whop.disputes.list"],
  pointer: "/paths/~1disputes/get/parameters/3",
  before: null,
  after: "string",
  statement: "new optional parameter `status`",
  advice: "Send it where you need it.",
};
const diff: ContractDiff = {
  api: "whop",
  verdict: "major",
  counts: { major: 1, minor: 1, patch: 0 },
  findings: [finding, added],
  notes: ["The contract calls itself version 2 (was 1)."],
};
const none: ContractDiff = {
  api: "decisionly",
  verdict: "none",
  counts: { major: 0, minor: 0, patch: 0 },
  findings: [],
  notes: [],
};

test("text: counts first, then by severity and method", () => {
  expect(reportText([diff, none])).toBe(`Verdict: major (1 major, 1 minor)

Whop: major (1 major, 1 minor)

  MAJOR
  whop.disputes.retrieve, whop.disputes.list
    - response field \`Dispute.reason\` was removed. Stop reading it.
      before: string
      retrieveDispute +1 /components/schemas/Dispute/properties/reason

  MINOR
  whop.disputes.list
    - new optional parameter \`status\`. Send it where you need it.
      after: string
      listDispute /paths/~1disputes/get/parameters/3

  Notes
    - The contract calls itself version 2 (was 1).

Decisionly: none (no changes)
`);
});

test("text: findings of one method stand together, and lines end before column 120", () => {
  const long = { ...added, statement: "word ".repeat(60).trim(), advice: "End." };
  const text = reportText([{ ...diff, counts: { major: 0, minor: 2, patch: 0 }, findings: [added, long] }]);
  expect(text.match(/whop\.disputes\.list/g)).toHaveLength(1);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("text: a name is never cut apart, and steers no terminal", () => {
  const event = {
    ...finding,
    methods: [],
    operationId: null,
    events: ["order: paid\u001b[2J"],
    pointer: "/a\u001b[31m",
  };
  expect(reportText([{ ...diff, findings: [event], notes: [] }])).toContain(`
  no method, event order: paid\\u{1b}[2J
    - response field \`Dispute.reason\` was removed. Stop reading it.
      before: string
      /a\\u{1b}[31m
`);
});

test("Markdown: a table of counts, then lists", () => {
  expect(reportMarkdown([diff, none])).toBe(`**Verdict: major** (1 major, 1 minor)

| API | verdict | major | minor | patch |
| --- | --- | ---: | ---: | ---: |
| Whop | **major** | 1 | 1 | 0 |
| Decisionly | **none** | 0 | 0 | 0 |

### Whop: 1 major

- \`whop.disputes.retrieve\`, \`whop.disputes.list\`: response field \`Dispute.reason\` was removed. Stop reading it.<br>before: \`string\`<br><sub>\`retrieveDispute +1 /components/schemas/Dispute/properties/reason\`</sub>

### Whop: 1 minor

- \`whop.disputes.list\`: new optional parameter \`status\`. Send it where you need it.<br>after: \`string\`<br><sub>\`listDispute /paths/~1disputes/get/parameters/3\`</sub>

### Whop: notes

- \`The contract calls itself version 2 (was 1).\`
`);
});

test("Markdown: long lists are folded; what passes the limit is left out and counted, the least severe first", () => {
  const many = { ...diff, findings: [finding, ...Array.from({ length: 2_000 }, () => added)], notes: ["a note"] };
  const text = reportMarkdown([many]);
  expect(text.length).toBeLessThan(51_000);
  expect(text).toContain("### Whop: 1 major");
  expect(text).toContain("<details><summary>Whop: 2000 minor</summary>");
  const shown = text.match(/new optional parameter/g)?.length ?? 0;
  expect(text).toContain(`${2_000 - shown + 1} more are left out here`);
  expect(text).not.toContain("a note");
});

test("Markdown: a contract's text mentions nobody, and formats nothing", () => {
  const hostile = {
    ...finding,
    methods: ["whop.disputes.list"],
    statement: "@everyone <b>*x*</b> [a](b) | `<i>@code`",
    advice: "Do.",
  };
  const [line] = reportMarkdown([{ ...diff, findings: [hostile] }]).match(/^- .*$/m) ?? [];
  expect(line).toMatch(
    /^- `whop\.disputes\.list`: @\u200beveryone &#60;b&#62;&#42;x&#42;&#60;\/b&#62; &#91;a&#93;\(b\) &#124; `<i>@code`\. Do\./,
  );
});

test("JSON: what the schema says, and the whole of each finding", () => {
  const report = JSON.parse(reportJson([diff, none]));
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  expect(report).toEqual({
    verdict: "major",
    findings: [
      {
        api: "whop",
        ...finding,
        message:
          "`whop.disputes.retrieve`, `whop.disputes.list`: response field `Dispute.reason` was removed. Stop reading it.",
      },
      {
        api: "whop",
        ...added,
        message: "`whop.disputes.list`: new optional parameter `status`. Send it where you need it.",
      },
    ],
    apis: {
      whop: { verdict: "major", counts: { major: 1, minor: 1, patch: 0 }, notes: diff.notes },
      decisionly: { verdict: "none", counts: { major: 0, minor: 0, patch: 0 }, notes: [] },
    },
  });
});

test("JSON: a real comparison fits the schema, and a finding without a pointer does not", () => {
  const real = diffShop(shop, edited(["const: order }", "const: purchase }"], ["name: limit", "name: size"]));
  // Reports name the client of a known API.
  const report = JSON.parse(reportJson([{ ...real, api: "decisionly" }]));
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  expect(report.findings).toHaveLength(2);
  delete report.findings[0].pointer;
  expect(isReport(report)).toBe(false);
});
