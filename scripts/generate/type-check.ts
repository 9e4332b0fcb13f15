import { titleOf } from "../apis.js";
import { SpecError } from "../diagnostics.js";
import type { GeneratedText } from "../emit/generated-text.js";
import type { Spec } from "../load/spec.js";
import { runtimeHome } from "./home.js";
import type { GenerationPlan } from "./plan-generation.js";
import { type CompilerError, runCompiler } from "./run-compiler.js";

/** @unit characters */
const MAX_LENGTH = 300;
/** More errors than these are of no use to anybody. */
const MAX_ERRORS = 20;

/**
 * Compiles what is about to be written, strictly, all APIs in one go. Files that have compiled before are left out.
 *
 * @param onStart called with the titles of the APIs that are compiled, unless there are none
 * @throws SpecError `emit/does-not-compile` with the operation or schema that each error comes from
 */
export async function typeCheck(
  root: string,
  plans: readonly GenerationPlan[],
  onStart?: (titles: readonly string[]) => void,
): Promise<void> {
  const open = plans.filter(({ generated, isTypeChecked }) => generated !== undefined && !isTypeChecked);
  if (open.length === 0) return;
  onStart?.(open.map(({ api }) => titleOf(api)));
  const files = open.flatMap(({ api, generated }) =>
    (generated?.files ?? []).map(({ path, text }): GeneratedText => ({ path: `generated/${api.id}/${path}`, text })),
  );
  const errors = await runCompiler(files, await runtimeHome(root));
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  // The runtime is written by hand: what is wrong with it alone does not make the generated code wrong.
  const own = errors.filter(({ file }) => texts.has(file));
  if (own.length === 0) return;
  const elsewhere = errors.find(({ file }) => !texts.has(file));
  const { findOrigin } = await import("./find-origin.js");
  const bySubject = new Map<string, [Finding, ...Finding[]]>();
  for (const error of own) {
    const plan = open.find(({ api }) => error.file.startsWith(`generated/${api.id}/`));
    if (plan?.generated === undefined) continue;
    const { spec } = plan.generated.state;
    const path = error.file.slice(`generated/${plan.api.id}/`.length);
    const { subject, pointer } = findOrigin(plan.generated.state, {
      ...error,
      path,
      text: texts.get(error.file) ?? "",
    });
    const finding: Finding = { error, subject, pointer, spec };
    const group = bySubject.get(`${plan.api.id} ${subject}`);
    if (group === undefined) bySubject.set(`${plan.api.id} ${subject}`, [finding]);
    else group.push(finding);
  }
  // What belongs to no part of the contract, such as an import that is left unused, is mostly a consequence of the others.
  const groups = [...bySubject.values()].sort(([one], [other]) => Number(isGlobal(one)) - Number(isGlobal(other)));
  const [first, ...others] = groups.slice(0, MAX_ERRORS).map((group) => specError(group, elsewhere));
  if (first !== undefined) throw first.with(others);
}

interface Finding {
  readonly error: CompilerError;
  readonly subject: string;
  readonly pointer: string;
  readonly spec: Spec;
}

function isGlobal({ pointer }: Finding): boolean {
  return pointer === "";
}

/** The first error of what an operation or a schema has become, and how many more there are. */
function specError(
  [first, ...others]: readonly [Finding, ...Finding[]],
  elsewhere: CompilerError | undefined,
): SpecError {
  const { error, subject, pointer, spec } = first;
  const place = `${error.file}:${error.line}:${error.column}`;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const runtime = elsewhere === undefined ? "" : ` ${elsewhere.file} does not compile either, which may be the cause.`;
  return new SpecError(
    "emit/does-not-compile",
    { pointer, file: spec.file, line: spec.lineOf(pointer) },
    `the code of ${subject} would not compile: ${place}: ${shorten(error.text)}${more}${runtime}`,
    "Correct or remove this part of the contract in an overlay: there is no code for it yet.",
  );
}

/** The compiler writes out types as long as they are. */
function shorten(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}
