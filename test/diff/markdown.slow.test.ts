import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { diffContracts } from "../../scripts/diff/diff-contracts.js";
import { reportMarkdown } from "../../scripts/diff/report/report-markdown.js";
import { reportText } from "../../scripts/diff/report/report-text.js";
import { buildState } from "../../scripts/pipeline.js";
import { codeSpan, markdownLine, markdownText, quotable } from "../../scripts/printed-text.js";
import { changelogOf } from "../../scripts/regenerate/change-note.js";
import { shopApi } from "./shop.js";

const pieces = [
  ..."`*_~[]()<>!|\\#@&;:/.\n\t -+=".split(""),
  ..."``,```,](x),<b>,</code>,<!--,www.example.com,https://example.com,a@example.com,@everyone,#12,&lt;,&#96;,::error::,- x,1. x".split(
    ",",
  ),
  "\u001b[31m",
  "\u202e",
  "\u200b",
  "\u2028",
  "\ufe0f",
  "\u00ad",
  "word",
  "Ω",
];

const UNSEEN = ["\u001b", "\u202e", "\u200b", "\u2028", "\ufe0f", "\u00ad"];

/** The same strings in each run. */
function* hostileStrings(count: number): Generator<string> {
  let state = 7;
  const next = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
  for (let index = 0; index < count; index += 1)
    yield Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)]).join("");
}

const html = (markdown: string) =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

test("whatever a document says stands in one code span, and the text around it stays text", () => {
  for (const given of hostileStrings(6_000)) {
    const found = html(`- before ${markdownLine(`\`${quotable(given)}\``)} after`);
    expect(found, JSON.stringify(given)).toMatch(/^<ul>\n<li>before <code>[^<]*<\/code> after<\/li>\n<\/ul>$/);
    const span = html(`- before ${codeSpan(given)} after`);
    expect(span, JSON.stringify(given)).toMatch(/^<ul>\n<li>before <code>[^<]*<\/code> after<\/li>\n<\/ul>$/);
    for (const sign of UNSEEN) expect(found, "nothing unseen").not.toContain(sign);
  }
});

test("text of ours that holds any sign is read as text", () => {
  for (const given of hostileStrings(2_000))
    expect(html(`- before ${markdownText(given)} after`), JSON.stringify(given)).toMatch(
      /^<ul>\n<li>before [^<]* after<\/li>\n<\/ul>$/,
    );
});

test("a hostile contract gives a report and a change note with code for all that it says", () => {
  const evil = "`</code><img src=x>@everyone#1 [a](http://b)\n::error::x\u202e";
  const spec = (more: string) =>
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Shop", version: "1" },
      servers: [{ url: "https://shop.example" }],
      paths: {
        "/things": {
          get: {
            tags: ["Things"],
            operationId: "listThing",
            parameters: [
              { name: `q${evil}${more}`, in: "query", schema: { type: "string", enum: [evil, `x${more}`] } },
            ],
            responses: {
              "200": {
                description: "ok",
                headers: { [`X${more}`]: { schema: { type: "string" } } },
                content: {
                  "application/json": {
                    schema: { type: "object", properties: { [`${evil}${more}`]: { const: evil + more } } },
                  },
                },
              },
            },
          },
        },
      },
    });
  const [before, after] = ["", "2"].map((more) =>
    buildState(shopApi, { spec: { file: "shop.json", text: spec(more) }, overlays: [] }),
  );
  if (before === undefined || after === undefined) throw new Error("two states");
  const diff = { ...diffContracts(shopApi, before, after), api: "decisionly" };
  expect(diff.findings.length).toBeGreaterThan(1);
  for (const markdown of [reportMarkdown([diff]), changelogOf(diff)]) {
    const outside = html(markdown).replaceAll(/<code>[^<]*<\/code>/g, "");
    expect(outside).not.toMatch(/everyone|<img|href|::error/);
  }
  expect(reportText([diff])).not.toMatch(/^\s*(?:::|##)/m);
});
