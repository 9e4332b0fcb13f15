import type { ClientOptions } from "../../src/runtime/index.js";

/** What the runtime handed to `fetch`. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly init: RequestInit;
}

export type Answering = Response | Error | ((sent: Sent) => Response | Promise<Response>);

/** Gives the answers in turn and keeps what was sent. One request too many is an error that names it. */
export function scriptedFetch(...answers: Answering[]): { fetch: NonNullable<ClientOptions["fetch"]>; sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    fetch: async (url, init) => {
      const request: Sent = {
        url,
        method: init.method ?? "",
        headers: init.headers as Record<string, string>,
        body: init.body ?? undefined,
        init,
      };
      const answer = answers[sent.push(request) - 1];
      if (answer === undefined) throw Object.assign(new Error("script"), { code: `unexpected_${sent.length}` });
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(request) : answer;
    },
  };
}
