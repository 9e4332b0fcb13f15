import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Api, apiWith } from "../../scripts/apis.js";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import type { ContractDiff } from "../../scripts/diff/report/findings.js";
import { reportJson } from "../../scripts/diff/report/report-json.js";
import { reportMarkdown } from "../../scripts/diff/report/report-markdown.js";
import { reportText } from "../../scripts/diff/report/report-text.js";
import { runtimeSymbols } from "../../scripts/emit/runtime-symbols.js";
import type { ApiState } from "../../scripts/model/api-state.js";
import { buildModel } from "../../scripts/model/build-model.js";
import { normalize } from "../../scripts/normalize/normalize.js";
import { markdownLine as markdownText } from "../../scripts/printed-text.js";
import { changelogOf, noteOf } from "../../scripts/regenerate/change-note.js";
import { code, fence } from "../../scripts/regenerate/markdown.js";
import type { Failure } from "../../scripts/regenerate/result.js";
import { summaryText } from "../../scripts/regenerate/summary-text.js";
import { writeReport } from "../../scripts/regenerate/write-report.js";
import { terminalText } from "../../scripts/visible-text.js";
import { specWith, type TextAt } from "../emit/hostile-spec.js";
import { hostileTexts } from "../support/hostile-texts.js";
import { markdownElements } from "../support/markdown-judge.js";
import { temporaryFolder } from "../support/temporary-project.js";
import { terminalActions, workflowCommands } from "../support/terminal-judge.js";

const api: Api = apiWith("whop");

/** A contract with a text in every place that takes one. */
function stateWith(textAt: TextAt): ApiState {
  const spec = specWith(textAt);
  const normalized = normalize(spec);
  return {
    spec,
    normalized,
    model: buildModel(api, normalized, Object.keys(runtimeSymbols)),
    unmatched: [],
    unmatchedCorrections: [],
    notes: [],
  };
}

const harmless = stateWith((place) => `text-${place}.`);
const all = hostileTexts.join(" ");
const named = (text: string) => [JSON.stringify(text).slice(0, 60), text] as const;
const cases = [...hostileTexts, all].map(named);
/** Two contracts are compared for each of these: so it is a dozen of the texts at a time. */
const dozens = Array.from({ length: Math.ceil(hostileTexts.length / 12) }, (_, index) =>
  hostileTexts.slice(12 * index, 12 * index + 12).join(" "),
);

/** Headings, lists, tables and folds are the report's own; nothing else is there, and nothing has an attribute that it does not give. */
const OWN = new Set(
  [
    ..."h1 h2 h3 p ul li strong code sub details summary pre table thead tbody tr th td".split(" "),
    'code class="language-text"',
    'th align="right"',
    'td align="right"',
  ].flatMap((tag) => [`<${tag}>`, `</${tag.split(" ")[0]}>`]),
).add("<br>");

function expectOwnElements(markdown: string, items: number): void {
  const elements = markdownElements(markdown);
  expect([...new Set(elements)].filter((element) => !OWN.has(element))).toEqual([]);
  expect(elements.filter((element) => element === "<li>")).toHaveLength(items);
}

function expectInert(text: string): void {
  expect(terminalActions(text)).toEqual([]);
  const shown = terminalText(text);
  expect(terminalActions(shown)).toEqual([]);
  expect(workflowCommands(shown)).toEqual([]);
}

function withNote(diff: ContractDiff, note: string): ContractDiff {
  return { ...diff, notes: [...diff.notes, note] };
}

describe("a report of a contract with foreign texts has its own form alone", () => {
  test.each([...dozens, all].map(named))("%s", (_name, text) => {
    const diff = diffContracts(
      api,
      harmless,
      stateWith(() => text),
    );
    const { findings, notes } = withNote(diff, text);
    expect(findings.length).toBeGreaterThan(5);

    const markdown = reportMarkdown([withNote(diff, text)], 10_000_000);
    expectOwnElements(markdown, findings.length + notes.length);
    // Behind these signs a space of no width keeps GitHub from finding a person, an issue or an address.
    expectInert(markdown.replaceAll(/(?<=[@#:]|www)\u200b/gi, ""));
    expectInert(reportText([diff]));
    const json = reportJson([withNote(diff, text)]);
    expectInert(json);
    expect(JSON.parse(json).apis.whop.notes.at(-1)).toBe(text);

    expectOwnElements(changelogOf(diff), findings.length);
    expectInert(noteOf(diff).replaceAll(/(?<=[@#:]|www)\u200b/gi, ""));
  });
});

test("so have the files of a regeneration", async () => {
  const diff = withNote(
    diffContracts(
      api,
      harmless,
      stateWith(() => all),
    ),
    all,
  );
  const failure: Failure = {
    stage: "check",
    code: "check/does-not-compile",
    pointer: `/${all}`,
    message: all,
    operationIds: [all],
    methods: [all],
    places: [all],
    output: all,
  };
  const review = { file: "overlay.yaml", line: 1, target: all, message: all, blocks: true };
  const row = {
    api: "whop",
    status: "broken" as const,
    verdict: diff.verdict,
    counts: diff.counts,
    version: "",
    files: [],
    notes: [all],
    overlay: [review as never],
    failure,
  };
  const result = {
    status: "broken" as const,
    verdict: diff.verdict,
    counts: diff.counts,
    labels: ["broken"],
    proof: { check: null, tests: null, skipped: [], verified: false },
    apis: [row],
    failure,
  };
  const out = await temporaryFolder();
  await writeReport(out, result, [diff], join(out, "step-summary.md"));
  for (const name of ["pr-body.md", "summary.md", "changelog.md", "step-summary.md"]) {
    const text = await readFile(join(out, name), "utf8");
    const elements = markdownElements(text);
    expect(
      [...new Set(elements)].filter((element) => !OWN.has(element)),
      name,
    ).toEqual([]);
    expect(terminalActions(text), name).toEqual([]);
  }
  const json = await readFile(join(out, "result.json"), "utf8");
  expectInert(json);
  expect(JSON.parse(json).failure.message).toBe(all);
  for (const name of ["pr-title.txt", "labels.txt"])
    expect(await readFile(join(out, name), "utf8"), name).toMatch(/^[\w ():,.-]*\n$/);
  const shown = terminalText(summaryText(result, out));
  expect([terminalActions(shown), workflowCommands(shown)]).toEqual([[], []]);
});

test.each(cases)("a span, a block and a line hold %s", (_name, text) => {
  const own = new Set(["<p>", "</p>", "<code>", "</code>"]);
  expect(markdownElements(`a ${code(text)} b`).filter((element) => !own.has(element))).toEqual([]);
  expect(markdownElements(`${fence(text)}\n\na`)).toEqual([
    "<pre>",
    '<code class="language-text">',
    "</code>",
    "</pre>",
    "<p>",
    "</p>",
  ]);
  const line = markdownElements(`- ${markdownText(`a \`${text}\` b \`${text}\`${text}`)}\n- ${markdownText(text)}`);
  expect(line.filter((element) => !/^<\/?(?:ul|li|code)>$/.test(element))).toEqual([]);
  expect(line.filter((element) => element === "<li>")).toHaveLength(2);
});
