import type { FailureModel, PropertyModel, TypeModel } from "../model/api-model.js";
import { commentText, docComment } from "./doc-comment.js";
import type { OutputFile } from "./output-file.js";
import { propertyKey, quote } from "./text.js";

/** Where references of a type are to be imported from; `undefined` when the file declares them itself. */
export type TypeHome = string | undefined;

/** The TypeScript text of a type, its imports recorded in the file. */
export function typeText(type: TypeModel, file: OutputFile, home: TypeHome): string {
  const text = (inner: TypeModel): string => typeText(inner, file, home);
  switch (type.kind) {
    case "primitive":
      return type.type;
    case "binary":
      return file.useRuntime("Uploadable");
    case "blob":
      return "Blob";
    case "events":
      return `AsyncIterable<${file.useRuntime("ServerEvent")}>`;
    case "literal":
      return typeof type.value === "string" ? quote(type.value) : String(type.value);
    case "open":
      return `${text(type.known)} | (string & {})`;
    case "reference":
      return home === undefined ? type.name : file.use(type.name, home);
    case "array":
      return ["union", "intersection", "open"].includes(type.item.kind)
        ? `(${text(type.item)})[]`
        : `${text(type.item)}[]`;
    case "tuple":
      return `[${[...type.items.map(text), ...(type.rest === undefined ? [] : [`...(${text(type.rest)})[]`])].join(", ")}]`;
    case "record":
      return `{ [key: string]: ${text(type.value)} }`;
    case "object":
      return objectText(type.properties, type.rest, text);
    case "union":
      return unionText(type.members.map(text));
    case "intersection":
      return type.members
        .map((member) =>
          member.kind === "union" || member.kind === "open" ? inParentheses(text(member)) : text(member),
        )
        .join(" & ");
  }
}

/** With a line for each where one of them has several: then the first begins on a line of its own. */
function unionText(members: readonly string[]): string {
  if (!members.some((member) => member.includes("\n"))) return members.join(" | ");
  return members.map((member) => `\n  | ${member.replaceAll("\n", "\n    ")}`).join("");
}

function inParentheses(text: string): string {
  return text.startsWith("\n") ? `(${text}\n)` : `(${text})`;
}

/** `Failures<400 | 404, ErrorResponse>`: statuses with the same body are grouped. */
export function failureText(members: FailureModel["members"], file: OutputFile, home: TypeHome): string {
  const statuses = new Map<string, number[]>();
  for (const { status, body } of members) {
    const text = typeText(body, file, home);
    statuses.set(text, [...(statuses.get(text) ?? []), status]);
  }
  const failures = file.useRuntime("Failures");
  return [...statuses].map(([body, those]) => `${failures}<${those.join(" | ")}, ${body}>`).join(" | ");
}

/** On one line, unless a property has words: then a line for each, with its words above it. */
function objectText(
  properties: readonly PropertyModel[],
  rest: TypeModel | undefined,
  text: (type: TypeModel) => string,
): string {
  const members = properties.map(({ name, optional, type, docs }) => ({
    comment: docComment(docs, 2).map(commentText),
    text: `${propertyKey(name)}${optional ? "?" : ""}: ${text(type)}`,
  }));
  if (rest !== undefined) members.push({ comment: [], text: `[key: string]: ${text(rest)}` });
  if (members.every(({ comment }) => comment.length === 0))
    return `{ ${members.map((member) => member.text).join("; ")} }`;
  const lines = members.flatMap((member) => [...member.comment, `${member.text};`]);
  return `{\n${lines.map((line) => `  ${line.replaceAll("\n", "\n  ")}`).join("\n")}\n}`;
}
