import { SpecError } from "../diagnostics.js";
import { parseJson } from "../load/parse-json.js";
import { parseYaml } from "../load/parse-yaml.js";

/** What is wrong with a sample, and what to do about it: one line. */
export type SampleProblem = string;

/** Samples of documentation pages are a few KB. @unit bytes */
export const MAX_SAMPLE_BYTES = 1024 * 1024;

/** The data of a sample, or why it has none. */
export function parseSample(file: string, text: string): { data: unknown } | { problem: SampleProblem } {
  if (Buffer.byteLength(text) > MAX_SAMPLE_BYTES)
    return { problem: `It is larger than ${MAX_SAMPLE_BYTES} bytes. Save one body a file.` };
  const json = text.replace(/^\uFEFF/, "");
  return parseJson(json) ?? { problem: faultOf(file, json) };
}

function faultOf(file: string, text: string): SampleProblem {
  try {
    JSON.parse(text);
  } catch (error) {
    return `It is not JSON: ${error instanceof Error ? oneLine(error.message) : "unreadable"}. Save the body alone, as JSON.`;
  }
  try {
    // JSON, but with something that JSON.parse accepts in silence: parsing it as YAML says where.
    parseYaml(file, text);
  } catch (error) {
    if (error instanceof SpecError)
      return `${error.code} at ${error.place.pointer || "/"}: ${oneLine(error.message)} Save the body as the page shows it.`;
  }
  return "It has a key twice, one named `__proto__`, or more than 200 levels. Save the body as the page shows it.";
}

/** The message quotes the text, which may hold anything. */
function oneLine(message: string): string {
  return message.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").slice(0, 200);
}
