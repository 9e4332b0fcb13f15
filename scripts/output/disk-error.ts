import { SpecError } from "../diagnostics.js";

/** An error of the system, such as a disk that is full, in one line that says what is in place; any other error as it is. */
export function diskError(error: unknown, code: "output/not-written" | "output/partly-written"): unknown {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  const file = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return new SpecError(code, { pointer: "", file }, `${error.message}.`, REMEDIES[code], { cause: error });
}

const REMEDIES = {
  "output/not-written": "Nothing was changed. Correct this, and run the command again.",
  "output/partly-written": "Correct this: the next command then completes what was begun.",
};
