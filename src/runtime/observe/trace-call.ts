import { notify, type ReportTarget } from "./notify.js";
import type { TraceHook } from "./tracing.js";

/** What a span tells of a call. */
interface Traceable {
  readonly operationId: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Grows while the call runs. */
  readonly attempts: number;
}

/** Runs a call while the hook watches. The hook may fail: that must not undo a call that has been acted on. */
export async function traceCall<Result extends { readonly response: Response }>(
  hook: TraceHook,
  target: ReportTarget,
  call: Traceable,
  url: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const { operationId, method, path } = call;
  const end = notify(hook, "tracing", target, () => hook({ operationId, method, path, url: url.split("?")[0]! }));
  const settle = (status: number | undefined, error?: string): void => {
    if (end) notify(hook, "tracing", target, () => end({ status, attempts: call.attempts, error }));
  };
  const result = run();
  result.then(
    ({ response }) => settle(response.status),
    ({ status, name }: { status?: number; name: string }) => settle(status, name),
  );
  return result;
}
