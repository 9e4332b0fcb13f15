import { dispute, toResponse } from "./answers.js";
import { moduleUrls, nodeEntryUrl } from "./consumer.js";
import { serveTasks } from "./worker.js";

/** Makes calls in one of five ways, and tells the CPU time of each. `node caller.ts <subject> <consumer>` */
export const subjects = ["ours", "ours over nodeFetch", "sdk", "fetch", "openapi-fetch"] as const;
export type Subject = (typeof subjects)[number];

export interface CallTask {
  readonly calls: number;
  readonly inFlight: number;
  /** Absent: a `fetch` that answers at once. */
  readonly server?: string | undefined;
}

type Retrieve = (id: string) => PromiseLike<unknown>;
type Fetch = (url: string | Request, init?: RequestInit) => Promise<Response>;

const makers: Record<Subject, (module: string, baseURL: string, fetch: Fetch) => Promise<Retrieve>> = {
  ours: async (module, baseURL, fetch) => {
    const { Whop }: typeof import("../../src/whop.js") = await import(module);
    const { disputes } = new Whop({ apiKey: "key", baseURL, fetch });
    return (id) => disputes.retrieve(id);
  },
  "ours over nodeFetch": async (module, baseURL) => {
    const { Whop }: typeof import("../../src/whop.js") = await import(module);
    const { nodeFetch }: typeof import("../../src/node.js") = await import(nodeEntryUrl(consumer));
    const { disputes } = new Whop({ apiKey: "key", baseURL, fetch: nodeFetch() });
    return (id) => disputes.retrieve(id);
  },
  sdk: async (module, baseURL, fetch) => {
    const { Whop }: SdkModule = await import(module);
    const { disputes } = new Whop({ apiKey: "key", baseURL, fetch });
    return (id) => disputes.retrieve(id);
  },
  fetch: async (_module, baseURL, fetch) => {
    const headers = { accept: "application/json", authorization: "Bearer key" };
    return async (id) => (await fetch(`${baseURL}/disputes/${id}`, { headers })).json();
  },
  "openapi-fetch": async (module, baseURL, fetch) => {
    const { default: createClient }: typeof import("openapi-fetch") = await import(module);
    const client = createClient<Paths>({ baseUrl: baseURL, fetch, headers: { authorization: "Bearer key" } });
    return async (id) => (await client.GET("/disputes/{id}", { params: { path: { id } } })).data;
  },
};

interface SdkModule {
  readonly Whop: new (options: {
    apiKey: string;
    baseURL: string;
    fetch: Fetch;
  }) => { disputes: { retrieve: Retrieve } };
}

interface Paths {
  "/disputes/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: { 200: { content: { "application/json": { id: string } } } };
    };
  };
}

const [subject, consumer = ""] = process.argv.slice(2) as [Subject, string];
const urls = moduleUrls(consumer);
const module = subject === "fetch" ? "" : subject === "ours over nodeFetch" ? urls.ours : urls[subject];
const answerAtOnce: Fetch = async () => toResponse(dispute);
const ways = new Map<string | undefined, Retrieve>();

serveTasks(async ({ calls, inFlight, server }: CallTask): Promise<number> => {
  const retrieve =
    ways.get(server) ??
    (await makers[subject](module, server ?? "http://127.0.0.1", server === undefined ? answerAtOnce : fetch));
  ways.set(server, retrieve);
  let left = calls;
  const line = async (): Promise<void> => {
    while (left-- > 0) await retrieve("dspt_0000000000000");
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: inFlight }, line));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
});
