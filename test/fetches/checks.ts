import { Decisionly } from "../../src/decisionly.js";
import type { FetchFunction } from "../../src/runtime/index.js";
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  NotFoundError,
  RedirectError,
  Whop,
} from "../../src/whop.js";

export { Whop };

/** What was wrong with each check; `undefined` for nothing. */
export type Report = Readonly<Record<string, string | undefined>>;

/** What a row of the table is told. */
export interface Settings {
  /** The server, and this row's place on it. */
  readonly api: string;
  /** An address where nobody listens. */
  readonly closed: string;
}

const PDF = "%PDF-1.7\nevidence";
const LARGE = 17 * 1024 * 1024;

/** The checks in the order of the columns, each on clients with the `fetch` that is tried; without one, on the platform's. */
export async function runChecks({ api, closed }: Settings, fetch?: FetchFunction): Promise<Report> {
  const options = { fetch, logLevel: "off", dangerouslyAllowBrowser: true } as const;
  const whop = new Whop({ ...options, apiKey: "whop_key", baseURL: api });
  const decisionly = new Decisionly({ ...options, apiKey: "test_key", baseURL: api });
  const lost = new Whop({ ...options, apiKey: "whop_key", baseURL: closed, maxRetries: 0 });
  const brief = { timeout: 200, maxRetries: 0 };
  const { disputes } = whop;

  const checks: Readonly<Record<string, () => Promise<void>>> = {
    retrieve: async () => {
      equal((await disputes.retrieve("dspt_1")).id, "dspt_1");
    },
    "by path": async () => {
      const get = (id: string) => whop.http.GET("/disputes/{id}", { params: { path: { id } } });
      equal((await get("dspt_1")).data?.id, "dspt_1");
      equal((await get("dspt_missing")).error?.error?.message, "no such dispute");
      equal((await get("dspt_odd")).response.status, 700);
      const form = new FormData();
      form.append("category", "other");
      const { data } = await decisionly.http.POST("/v2/issuer/files", { body: form as never });
      equal(data?.id, "category=other");
    },
    list: async () => {
      const ids: string[] = [];
      for await (const { id } of disputes.list({ company_id: "biz_1" })) ids.push(id);
      equal(ids.join(), "dspt_1,dspt_2");
    },
    error: async () => {
      const error = await failure(disputes.retrieve("dspt_missing"), NotFoundError);
      equal(`${error.message}; ${error.requestId}`, "404 GET /disputes/{id}: no such dispute; req_1");
      equal((await failure(disputes.retrieve("dspt_odd"), APIError)).status, 700);
      await failure(disputes.retrieve("dspt_moved"), RedirectError);
    },
    refused: async () => {
      const error = await failure(lost.disputes.retrieve("dspt_1"), APIConnectionError);
      equal(error.maybeSent, false);
    },
    retry: async () => {
      equal((await disputes.retrieve("dspt_busy")).id, "dspt_busy 2");
      const error = await failure(disputes.submitEvidence("dspt_reset"), APIConnectionError);
      equal(`${error.attempts} ${error.maybeSent}`, "1 true");
      equal((await disputes.retrieve("dspt_resets")).id, "1");
    },
    form: async () => {
      const want = `category=other file=evidence.pdf application/pdf ${PDF}`;
      equal((await decisionly.v2.files.upload(bytesOf(PDF), { category: "other" })).id, want);
    },
    upload: async () => {
      await whop.files.upload(bytesOf(PDF), { filename: "a.pdf", pollInterval: 5, maxRetries: 0 });
      equal((await disputes.retrieve("dspt_put")).id, `${PDF.length}`);
    },
    "over 16 MiB": async () => {
      const bytes = new Uint8Array(LARGE);
      await whop.files.upload(bytes, { filename: "a.pdf", pollInterval: 5, maxRetries: 0, uploadTimeout: 5_000 });
      equal((await disputes.retrieve("dspt_put")).id, `${LARGE}`);
    },
    stream: async () => {
      const { body } = await disputes.retrieve("dspt_slow").asResponse();
      const reader = body!.getReader();
      const texts: string[] = [];
      for (let next = await reader.read(); !next.done; next = await reader.read())
        texts.push(new TextDecoder().decode(next.value));
      equal(texts.join(""), '{"id":"dspt_slow"}');
      if (texts.length < 2) throw new Error("the body came all at once");
      await (await disputes.retrieve("dspt_stalled").asResponse()).body?.cancel();
    },
    abort: async () => {
      for (const id of ["dspt_silent", "dspt_stalled"]) {
        const controller = new AbortController();
        const call = disputes.retrieve(id, { signal: controller.signal });
        setTimeout(() => controller.abort(), 50);
        await failure(call, APIUserAbortError);
      }
    },
    timeout: async () => {
      await failure(disputes.retrieve("dspt_silent", brief), APIConnectionTimeoutError);
      await failure(disputes.retrieve("dspt_stalled", brief), APIConnectionTimeoutError);
    },
    asResponse: async () => {
      const response = await disputes.retrieve("dspt_1").asResponse();
      equal(`${response.status} ${response.url}`, `200 ${api}/disputes/dspt_1`);
      equal(JSON.stringify(await response.json()), '{"id":"dspt_1"}');
      const stalled = await disputes.retrieve("dspt_stalled", brief).asResponse();
      // Not `text()`, for which happy-dom has an error of its own.
      const reader = stalled.body!.getReader();
      await reader.read();
      await failure(reader.read(), APIConnectionTimeoutError);
      // Nobody reads it, and the process has to end all the same.
      await disputes.retrieve("dspt_slow").asResponse();
    },
  };

  const report: Record<string, string | undefined> = {};
  for (const [check, run] of Object.entries(checks)) {
    report[check] = await within(15_000, run()).then(
      () => undefined,
      (error: unknown) => (isError(error) ? `${error.name}: ${error.message}` : String(error)),
    );
  }
  return report;
}

/** What `run.ts` looks for in the output. */
export function print(report: Report): void {
  console.log(`REPORT ${JSON.stringify(report)}`);
}

/** Jest's jsdom has no TextEncoder. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function equal(found: unknown, wanted: unknown): void {
  if (found !== wanted) throw new Error(`${String(found).slice(0, 200)} instead of ${wanted}`);
}

/** The error that `work` ends with. */
async function failure<E extends Error>(
  work: PromiseLike<unknown>,
  kind: abstract new (...parts: never[]) => E,
): Promise<E> {
  const error: unknown = await Promise.resolve(work).then(
    () => new Error("no failure"),
    (reason: unknown) => reason,
  );
  if (error instanceof kind) return error;
  throw new Error(`${error} instead of ${kind.name}`);
}

function isError(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "message" in value;
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
  });
  return Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
