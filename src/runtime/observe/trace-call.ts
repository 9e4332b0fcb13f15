import type { TraceHook } from "./tracing.js";

/** What a span tells of a call. */
interface Traceable {
  readonly operationId: string | undefined;
  readonly method: string;
  readonly path: string;
  /** Grows while the call runs. */
  readonly attempts: number;
}

/** Runs a call while the hook watches. What the hook throws is dropped: it must not undo a call that has been acted on. */
export async function traceCall<Result extends { readonly response: Response }>(
  hook: TraceHook,
  call: Traceable,
  url: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const { operationId, method, path } = call;
  let end: ReturnType<TraceHook> | undefined;
  try {
    end = hook({ operationId, method, path, url: url.split("?")[0]! });
  } catch {}
  const settle = (status: number | undefined, error?: string): void => {
    try {
      end?.({ status, attempts: call.attempts, error });
    } catch {}
  };
  const result = run();
  result.then(
    ({ response }) => settle(response.status),
    ({ status, name }: { status?: number; name: string }) => settle(status, name),
  );
  return result;
}
