import { nodeFetch } from "../../../src/node.js";
import { Whop } from "../../../src/whop.js";

/** What the parent process asks for. */
export interface Order {
  /** Of the server. */
  readonly url: string;
  readonly fetch: "fetch" | "nodeFetch";
  readonly act: "retrieve" | "by path" | "keys";
}

export interface Report {
  /** Name and message of the error that it ended with. */
  readonly outcome: string;
  /** The most that was in use beyond what was in use before, garbage included. @unit bytes */
  readonly used: number;
  /** The same of all that the process had from the system, which is never sure how much it gives. @unit bytes */
  readonly resident: number;
}

async function act({ url, fetch: kind, act }: Order): Promise<unknown> {
  const fetch = kind === "nodeFetch" ? nodeFetch() : undefined;
  const whop = new Whop({ apiKey: "key", baseURL: url, fetch, maxRetries: 0, logLevel: "off" });
  if (act === "by path") return whop.http.GET("/disputes/{id}", { params: { path: { id: "dspt_1" } } });
  if (act === "retrieve") return whop.disputes.retrieve("dspt_1");
  const token = `${btoa('{"alg":"ES256","kid":"k"}').replace(/=+$/, "")}.e30.AAAA`;
  return whop.verifyUserToken(token, { appId: "app_1", jwksUrl: `${url}/keys` });
}

async function measure(order: Order): Promise<Report> {
  // Whatever a first call loads is no part of it.
  await act({ ...order, url: `${order.url}/small` }).catch(() => {});
  globalThis.gc?.();
  const before = process.memoryUsage();
  let used = 0;
  let resident = 0;
  const sample = (): void => {
    const { heapUsed, external, rss } = process.memoryUsage();
    used = Math.max(used, heapUsed + external - before.heapUsed - before.external);
    resident = Math.max(resident, rss - before.rss);
  };
  const timer = setInterval(sample, 2);
  const outcome = await act(order).then(
    () => "done",
    ({ name, message, reason }: Error & { reason?: string }) => `${name}: ${reason ?? message}`,
  );
  sample();
  clearInterval(timer);
  return { outcome, used, resident };
}

process.on("message", (order: Order) => {
  void measure(order).then((report) => {
    process.send!(report);
    process.disconnect();
  });
});
