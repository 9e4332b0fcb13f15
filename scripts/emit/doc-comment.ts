import { IDEMPOTENCY_KEY } from "../load/client-headers.js";
import type { Docs, MethodModel, ResourceModel } from "../model/api-model.js";
import { accessSentences } from "./access-text.js";
import { commentLine, commentLines } from "./text.js";
import { wrapComment } from "./wrap-comment.js";
import { LINE_WIDTH } from "./wrap-lines.js";

/** The TSDoc of a type (`indent` 0) or property (2) as ts-morph wants it; empty when there is nothing to say. */
export function docComment(docs: Docs, indent: number): string[] {
  return toComment(indent, [
    ...commentLines(docs.text ?? ""),
    ...(docs.isWide === true ? [WIDE] : []),
    ...certaintyLines(docs),
    ...(docs.deprecated ? ["@deprecated"] : []),
  ]);
}

/** The TSDoc of a method: summary, HTTP line, permissions, errors, and the provider's page. */
export function methodComment(method: MethodModel): string[] {
  const { docs, docsUrl, idempotency, access, statuses, summary } = method;
  const lines = [...commentLines(summary)];
  if (docs.text !== undefined && docs.text !== summary) lines.push("", ...commentLines(docs.text));
  lines.push("", commentLine(`\`${method.verb.toUpperCase()} ${method.path}\``));
  const sentences = accessSentences(access);
  if (sentences.length > 0) lines.push("", commentLine(sentences.join(" ")));
  if (statuses.length > 0) lines.push("", `@throws APIError with status ${statuses.join(", ")}.`);
  if (idempotency !== undefined) {
    const { header, field } = idempotency;
    const names = [...(header === undefined ? [] : [IDEMPOTENCY_KEY]), ...(field === undefined ? [] : [field])];
    const places = names.map((name) => `\`${commentLine(name)}\``).join(" and ");
    lines.push(`@remarks Safe to repeat: the server recognizes a repeated call by its ${places}.`);
  }
  lines.push(...certaintyLines(docs));
  // A lone backtick begins code, which can hold the next tag.
  if (docsUrl !== undefined) lines.push(`@see ${commentLine(docsUrl.replaceAll("@", "%40").replaceAll("`", "%60"))}`);
  if (docs.deprecated) lines.push("@deprecated");
  return toComment(2, lines);
}

/** The TSDoc of a resource's class: what it is about, and where the client has it. */
export function resourceComment({ path, summary }: ResourceModel): string[] {
  return toComment(0, [`${commentLine(summary)} On the client: \`${path.join(".")}\`.`]);
}

/** The TSDoc of a member that holds something with words of its own: their summary. */
export function propertyComment(summary: string): string[] {
  return toComment(2, commentLines(summary));
}

const WIDE = "@remarks A 64-bit integer: beyond 2^53 a JavaScript number is not exact.";

/** What is not guaranteed must be seen where it is used. */
function certaintyLines({ certainty, source }: Docs): string[] {
  const page = source === undefined ? "" : ` (${commentLine(source)})`;
  switch (certainty) {
    case undefined:
      return [];
    case "seen-ex":
      return [`@remarks Not guaranteed: known from a sample in the provider's documentation alone${page}.`];
    case "inferred":
      return [`@remarks Not guaranteed: deduced, not read in the provider's documentation${page}.`];
  }
}

function toComment(indent: number, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && indent + `/** ${only} */`.length <= LINE_WIDTH) return [only];
  return [`\n${wrapComment(lines, LINE_WIDTH - indent - " * ".length).join("\n")}`];
}

/** One of these as ts-morph writes it: for what is written as text. */
export function commentText(docs: string): string {
  if (!docs.startsWith("\n")) return `/** ${docs} */`;
  const lines = docs.slice(1).split("\n");
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */`;
}
