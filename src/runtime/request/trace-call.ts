import type { APIError } from "../errors.js";
import type { TraceHook } from "../observe/tracing.js";
import type { Answer, Call } from "./call.js";

/** Runs a call under the hook's eyes. What the hook throws is dropped: it must not undo a call that has been acted on. */
export async function traceCall(hook: TraceHook, call: Call, url: string, run: () => Promise<Answer>): Promise<Answer> {
  const { operation, method, path } = call;
  let end: ReturnType<TraceHook> | undefined;
  try {
    end = hook({ operationId: operation?.id, method, path, url: url.split("?")[0]! });
  } catch {}
  const settle = (status: number | undefined, error?: string): void => {
    try {
      end?.({ status, attempts: call.attempts, error });
    } catch {}
  };
  const answer = run();
  answer.then(
    ({ response }) => settle(response.status),
    ({ status, name }: APIError) => settle(status, name),
  );
  return answer;
}
