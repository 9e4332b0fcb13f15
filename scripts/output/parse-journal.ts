import { SpecError } from "../diagnostics.js";
import { STATE_FOLDER } from "./write-lock.js";

/** One step of a journal: `path` is below the project's root. */
export interface TreeStep {
  readonly kind: "file" | "folder" | "removal";
  readonly path: string;
}

/** Where each staged file or folder belongs. */
export interface Journal {
  /** The folder below {@link STATE_FOLDER} with the staged files, each under the number of its step. */
  readonly stage: string;
  readonly steps: readonly TreeStep[];
}

/** One name of a path: it neither leads anywhere else nor means another file on another system. */
const NAME = "[A-Za-z0-9_](?:[\\w-]|\\.(?=[\\w-]))*";

/** All that a command ever writes below a project's root, and below the folder of a contract elsewhere. */
const WRITABLE: readonly { readonly kinds: readonly TreeStep["kind"][]; readonly paths: RegExp }[] = [
  { kinds: ["file"], paths: new RegExp(`^specs/${NAME}/${NAME}\\.(?:yaml|json)$`) },
  { kinds: ["file"], paths: /^(?:openapi\.yaml|openapi\.prose\.yaml|source\.json)$/ },
  { kinds: ["folder"], paths: new RegExp(`^generated/${NAME}$`) },
  { kinds: ["file", "removal"], paths: new RegExp(`^\\.changeset/${NAME}\\.md$`) },
  { kinds: ["file"], paths: new RegExp(`^test/exports/${NAME}\\.txt$`) },
  { kinds: ["file"], paths: /^\.regenerate\.state\/unverified\.json$/ },
];

export function isWritable({ kind, path }: TreeStep): boolean {
  return WRITABLE.some(({ kinds, paths }) => kinds.includes(kind) && paths.test(path));
}

/**
 * The journal of a run that was killed. It is data until it is checked: a journal that says anything else than what a command of
 * this project could have written is refused as a whole.
 *
 * @throws SpecError `output/bad-journal`
 */
export function parseJournal(file: string, text: string): Journal {
  const data = parseJson(text);
  if (isRecord(data) && typeof data.stage === "string" && /^stage-\d{1,10}$/.test(data.stage)) {
    const { stage, steps } = data;
    const isWhole = Array.isArray(steps) && steps.every((step) => isStep(step) && isWritable(step));
    const paths: unknown[] = isWhole ? steps.map(({ path }) => path.toLowerCase()) : [];
    if (isWhole && new Set(paths).size === paths.length) return { stage, steps };
  }
  throw new SpecError(
    "output/bad-journal",
    { pointer: "", file },
    "This is not a journal that a command of this project wrote, or only a part of one.",
    `Remove the folder ${STATE_FOLDER}, check the tree with \`git status\`, and run the command again.`,
  );
}

/** `undefined` for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

function isStep(data: unknown): data is TreeStep {
  return (
    isRecord(data) &&
    (data.kind === "file" || data.kind === "folder" || data.kind === "removal") &&
    typeof data.path === "string"
  );
}
