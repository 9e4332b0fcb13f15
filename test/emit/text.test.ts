import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { commentLine, commentLines, markdownCode, markdownLine, propertyKey, quote } from "../../scripts/emit/text.js";

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom("*", "/", "\\", "@", "{", "\n", "\r", "\u2028", " ", "a", '"', "`", "${", "'"))
    .map((parts) => parts.join("")),
);

describe("quote", () => {
  test.each([
    ["plain", "plain", '"plain"'],
    ["quotes", `"'\``, `"\\"'\`"`],
    ["a backslash", "\\", '"\\\\"'],
    ["line ends", "\r\n", '"\\r\\n"'],
    ["JavaScript's own line ends", "\u2028\u2029", '"\\u2028\\u2029"'],
    ["NUL", "\0", '"\\u0000"'],
    ["DEL and the C1 controls", "\u007F\u0085", '"\\u007f\\u0085"'],
    ["half a character", "\uD800", '"\\ud800"'],
    ["what turns the direction", "\u202E\u2066", '"\\u202e\\u2066"'],
    ["what has no width", "\u200B\uFEFF\u{E0041}", '"\\u200b\\ufeff\\udb40\\udc41"'],
    ["what is no character", "\uFFFD\uFFFE", '"\\ufffd\\ufffe"'],
    ["a whole one", "\u{1F600}", '"\u{1F600}"'],
    ["a template hole", ["$", "{a}"].join(""), ['"$', '{a}"'].join("")],
  ])("%s", (_name, value, want) => {
    expect(quote(value)).toBe(want);
  });

  test("whatever it is, the compiler reads it back, and so does UTF-8", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const text = quote(value);
        expect(literalIn(text)).toBe(value);
        expect(Buffer.from(text).toString()).toBe(text);
      }),
    );
  });
});

describe("propertyKey", () => {
  test.each([
    ["case_id", "case_id"],
    ["$ref", "$ref"],
    ["default", "default"],
    ["constructor", "constructor"],
    ["__proto__", '["__proto__"]'],
    ["a-b", '"a-b"'],
    ["1", '"1"'],
    ["", '""'],
    ["\u0430", '"\u0430"'],
    ['"]: 1, ["', '"\\"]: 1, [\\""'],
  ])("%j is %s", (name, want) => {
    expect(propertyKey(name)).toBe(want);
  });

  test("an object has just this key, and the prototype that it would have anyway", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom("__proto__", "constructor", "toString")), (name) => {
        const read: unknown = new Function(`return { ${propertyKey(name)}: [] };`)();
        expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
        expect(Object.keys(read as object)).toEqual([name]);
      }),
    );
  });
});

describe("commentLines", () => {
  test.each([
    ["nothing", "", []],
    ["blanks", " \n\t\n", []],
    ["one line", "One line.", ["One line."]],
    ["each kind of line end", "a\r\nb\rc\u2028d\u2029e", ["a", "b", "c", "d", "e"]],
    ["one blank line between paragraphs", "a\n\n\n\nb\n\n", ["a", "", "b"]],
    ["indentation", "  a\n  b  ", ["a", "  b"]],
    ["the end of a comment", "a */ b", ["a *\\/ b"]],
    ["the end of a comment, twice", "**//*/", ["**\\//*\\/"]],
    ["a tag", "@deprecated", ["\\@deprecated"]],
    ["a tag further down", "a\n  @ts-ignore", ["a", "  \\@ts-ignore"]],
    ["a tag behind an asterisk", "* @internal", ["* \\@internal"]],
    ["an inline tag", "see {@link x}", ["see {\\@link x}"]],
    ["an at sign without a name", "@ @", ["\\@ \\@"]],
    ["a mail address", "help@shop.example", ["help@shop.example"]],
    ["control characters", "a\0b\u001B[31m\u0085", ["a\\u{0}b\\u{1b}[31m\\u{85}"]],
    ["a tab", "a\tb", ["a b"]],
    ["what is no character", "\uD800 \uFFFD \uFFFE", ["\\u{d800} \\u{fffd} \\u{fffe}"]],
    ["what turns the direction", "a\u202Eb\u2066c\u200Fd", ["a\\u{202e}b\\u{2066}c\\u{200f}d"]],
    ["what has no width", "a\u200Bb\uFEFFc\u00ADd\u{E0041}e", ["a\\u{200b}b\\u{feff}c\\u{ad}d\\u{e0041}e"]],
    ["a tag behind what has no width", "\u200B@deprecated", ["\\u{200b}@deprecated"]],
    ["a tag behind another blank", "\u2003@deprecated", ["\\u{2003}@deprecated"]],
  ])("%s", (_name, text, want) => {
    expect(commentLines(text)).toEqual(want);
  });

  test("whatever it is, the comment holds all of it, has no tag and speaks to no compiler", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const comment = `/**\n${commentLines(text)
          .map((line) => ` * ${line}\n`)
          .join("")} */`;
        const source = ts.createSourceFile("a.ts", `${comment}\nlet a;`, ts.ScriptTarget.ES2022, true);
        const [statement] = source.statements;
        expect(source.statements.length).toBe(1);
        expect(statement?.getStart()).toBe(comment.length + 1);
        expect(statement === undefined ? [] : ts.getJSDocTags(statement)).toEqual([]);
        expect(comment).not.toMatch(/[\r\u2028\u2029]|^[\s*]*@/m);
      }),
    );
  });

  test("inside of a line it is one line", () => {
    expect(commentLine("a\n\n@b */\nc")).toBe("a  \\@b *\\/ c");
  });
});

test.each([
  ["a table's bar", "a | b", "a \\| b"],
  ["HTML", "<script>", "\\<script\\>"],
  ["an entity", "&lt;b&gt;", "\\&lt;b\\&gt;"],
  ["a link", "[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"],
  ["a link without markup", "https://a.b www.a.b", "https\\://a.b www\\.a.b"],
  ["an address", "a@b.c", "a\\@b.c"],
  ["emphasis", "*a* _b_ ~~c~~ `d`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`"],
  ["an escape of its own", "a \\| b", "a \\\\\\| b"],
  ["lines", " a\n\tb\u2028c ", "a b c"],
  ["what is not seen", "a\0b\u202Ec", "a\\\\u{0}b\\\\u{202e}c"],
])("in Markdown: %s", (_name, text, want) => {
  expect(markdownLine(text)).toBe(want);
});

test("as code in Markdown a text stays between its backticks", () => {
  expect(markdownCode("a`b\n| c\u202E")).toBe("a'b | c\\u{202e}");
  expect(markdownCode("")).toBe(" ");
});

function literalIn(text: string): string | undefined {
  const source = ts.createSourceFile("a.ts", `x = ${text};`, ts.ScriptTarget.ES2022, true);
  const [statement, ...others] = source.statements;
  const isAlone = others.length === 0 && statement !== undefined && ts.isExpressionStatement(statement);
  const expression = isAlone && ts.isBinaryExpression(statement.expression) ? statement.expression.right : undefined;
  return expression !== undefined && ts.isStringLiteral(expression) ? expression.text : undefined;
}
