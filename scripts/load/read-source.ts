import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { hasCode, SpecError } from "../diagnostics.js";
import { refuseLinksOut } from "../refuse-links.js";

/** A text with the name that messages give it. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/**
 * @param remedy what to do about a file that is not there
 * @throws SpecError `load/unreadable`
 */
export async function readSource(
  root: string,
  file: string,
  remedy: string = "Check its name and permissions.",
): Promise<Source> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(resolve(root, file)));
    return { file, text };
  } catch (error) {
    const isText = error instanceof TypeError;
    const what = isText ? "the file is not UTF-8 text." : "the file cannot be read.";
    const advice = isText ? "Save it as UTF-8, and check that it is not an archive." : remedy;
    throw new SpecError("load/unreadable", { pointer: "", file }, what, advice, { cause: error });
  }
}

/**
 * The same for a file of the project: a link in its place, or on the way to it, leads to nothing outside.
 *
 * @throws SpecError `load/unreadable`, `output/link-leads-out`
 */
export async function readTreeSource(root: string, file: string, remedy?: string): Promise<Source> {
  await refuseLinksOut(root, file);
  return readSource(root, file, remedy);
}

/** The same, or `undefined` when there is no such file. */
export async function readSourceIfThere(root: string, file: string): Promise<Source | undefined> {
  try {
    return await readTreeSource(root, file);
  } catch (error) {
    const cause = error instanceof SpecError ? error.cause : undefined;
    if (hasCode(cause, "ENOENT")) return undefined;
    throw error;
  }
}

/** The text of a file as it is, or `undefined` when there is none. For what is about to be written anew. */
export async function readTextIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
