import type { AccessModel } from "../model/api-model.js";
import { markdownCode, markdownLine } from "./text.js";

/** Who may call an operation, as sentences of Markdown; none where any key will do. */
export function accessSentences({ key, permissions, credentials }: AccessModel): string[] {
  const sentences: string[] = [];
  if (permissions.length > 0) sentences.push(`Permissions: ${alternativesText(permissions)}.`);
  const accepted = credentials.map(markdownLine).join(", ");
  switch (key) {
    case "required":
      if (credentials.length > 0) sentences.push(`Credentials: ${accepted}.`);
      break;
    case "optional":
      sentences.push("Can be called without an API key.");
      break;
    case "other":
      sentences.push(`Credentials: ${accepted}.`);
      break;
    case "none":
      sentences.push("Needs no API key.");
      break;
    case "session":
      sentences.push("No API key can call it, only a signed-in session.");
      break;
    case "limited":
      sentences.push(
        `Credentials: ${accepted}; no ${/\bAPI key\b/.test(accepted) ? "other " : ""}API key can call it.`,
      );
      break;
  }
  return sentences;
}

/** "`a`, `b`" when all are needed; "`a` and `b`, or `c`"; "one of `a`; `b` and `c`; `d`; none" where there are many. */
function alternativesText(alternatives: readonly (readonly string[])[]): string {
  const [first = []] = alternatives;
  if (alternatives.length === 1) return first.map(codeSpan).join(", ");
  const texts = alternatives.map((scopes) => (scopes.length === 0 ? "none" : scopes.map(codeSpan).join(" and ")));
  return texts.length <= FEW ? texts.join(", or ") : `one of ${texts.join("; ")}`;
}

const FEW = 3;

function codeSpan(scope: string): string {
  return `\`${markdownCode(scope)}\``;
}
