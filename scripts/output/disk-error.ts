import { hasCode, SpecError } from "../diagnostics.js";

/** An error of the system, such as a disk that is full, in one line that says what is in place; any other error as it is. */
export function diskError(error: unknown, code: "output/not-written" | "output/partly-written"): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  const file = "path" in error && typeof error.path === "string" ? error.path : undefined;
  const what = isFull(error) ? "Make room there" : "Correct this";
  const remedy =
    code === "output/not-written"
      ? `Nothing was changed. ${what}, and run the command again.`
      : `${what}: the next command then completes what was begun.`;
  return new SpecError(code, { pointer: "", file }, messageOf(error), remedy, { cause: error });
}

/** The system's own message, in a line that says what to do about it where that can be told. */
export function systemErrorText(error: Error): string {
  return isFull(error) ? `${messageOf(error)} Make room there, and run the command again.` : error.message;
}

/** A disk, or the share of it that one may use, is full. */
function isFull(error: unknown): boolean {
  return hasCode(error, "ENOSPC") || hasCode(error, "EDQUOT");
}

function messageOf(error: Error): string {
  return isFull(error) ? `The disk is full: ${error.message}.` : `${error.message}.`;
}

/**
 * The same work, of which an error of the system names the file. Node leaves that out where it writes to a file that is open, which is
 * where a full disk shows.
 */
export async function atFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error) || "path" in error) throw error;
    error.message += ` '${file}'`;
    throw Object.assign(error, { path: file });
  }
}
