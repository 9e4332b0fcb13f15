import type { Settings } from "./checks.js";

/** A row of the table: a `fetch`, or a place where tests run. */
export interface Row {
  readonly id: string;
  /** As the table names it. */
  readonly name: string;
  /** Files beside the bundled checks, `checks.js` or `checks.cjs`. */
  readonly files: Readonly<Record<string, string>>;
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** Whether the process ends with the checks, if nothing is left open. A test runner ends it itself. */
  readonly ends: boolean;
  /** Where the packages are. @default peers */
  readonly peers?: Peers;
  /** What is tried, for a row that is none of the table. */
  readonly about?: string;
  /** What its report has. @default the table's columns */
  readonly columns?: readonly string[];
}

export type Peers = "peers" | "peers-next" | "peers-frameworks";

/** The columns. The checks of the same names are in `checks.ts`. */
export const columns = [
  "retrieve",
  "by path",
  "list",
  "error",
  "refused",
  "retry",
  "form",
  "upload",
  "over 16 MiB",
  "stream",
  "abort",
  "timeout",
  "asResponse",
] as const;

export function makeRows(settings: (id: string) => Settings): readonly Row[] {
  /** A program that hands a `fetch` to the clients. */
  const program = (id: string, name: string, code: string): Row => ({
    id,
    name,
    files: {
      "main.js": `import { print, runChecks } from "./checks.js";
const settings = ${JSON.stringify(settings(id))};
${code}
print(await runChecks(settings, given));
`,
    },
    args: ["main.js"],
    ends: true,
  });
  /** A test of a test runner. */
  const vitest = (id: string, name: string, ...flags: string[]): Row => ({
    id,
    name,
    files: {
      "checks.test.js": `import { test } from "vitest";
import { print, runChecks } from "./checks.js";
test("checks", async () => print(await runChecks(${JSON.stringify(settings(id))})), 120_000);
`,
    },
    args: ["node_modules/vitest/vitest.mjs", "run", "--root=.", ...flags],
    ends: false,
  });
  const jest = (id: string, name: string, environment: string, given: string): Row => ({
    id,
    name,
    files: {
      "package.json": "{}",
      "checks.test.cjs": `const { print, runChecks } = require("./checks.cjs");
test("checks", async () => print(await runChecks(${JSON.stringify(settings(id))}, ${given})), 120_000);
`,
      "jest.config.json": JSON.stringify({ testMatch: ["**/*.test.cjs"], transform: {}, testEnvironment: environment }),
    },
    args: ["node_modules/jest/bin/jest.js", "--config=jest.config.json"],
    ends: false,
  });
  const imported = (specifier: string): string => `import given from "${specifier}";`;
  const named = (specifier: string): string => `import { fetch as given } from "${specifier}";`;
  return [
    program("platform", "the platform's", "const given = undefined;"),
    program(
      "node-fetch",
      "`nodeFetch` of `disputekit/node`",
      'import { nodeFetch } from "./node.js";\nconst given = nodeFetch();',
    ),
    program("undici6", "undici 6", named("undici-6")),
    program("undici7", "undici 7", named("undici-7")),
    program("undici8", "undici 8", named("undici-8")),
    program("node-fetch2", "node-fetch 2", imported("node-fetch-2")),
    program("node-fetch3", "node-fetch 3", imported("node-fetch-3")),
    program("cross-fetch", "cross-fetch 4", imported("cross-fetch")),
    program("clones", "a wrapper that keeps clones", KEEPS_CLONES),
    program("msw", "msw 3", MSW),
    program("nock", "nock 15", NOCK),
    { ...program("next", "Next 16, its patched `fetch`", NEXT), peers: "peers-next" },
    jest("jest", "Jest 30", "node", "undefined"),
    jest("jest-jsdom", "Jest 30, jsdom, node-fetch 2", "jsdom", 'require("node-fetch-2")'),
    vitest("vitest-threads", "vitest 4, threads", "--pool=threads"),
    vitest("vitest-vm", "vitest 4, vmThreads", "--pool=vmThreads"),
    vitest("vitest-jsdom", "vitest 4, jsdom", "--environment=jsdom"),
    vitest("vitest-happy-dom", "vitest 4, happy-dom", "--environment=happy-dom"),
  ];
}

/** As tracers do: they keep each response, and do not read it. */
const KEEPS_CLONES = `const kept = [];
const given = async (url, init) => {
  const response = await fetch(url, init);
  kept.push(response.clone());
  return response;
};`;

/** One response is made up, all others are the server's. */
const MSW = `import { http, HttpResponse, passthrough } from "msw";
import { setupServer } from "msw/node";
const mocked = http.get(settings.api + "/disputes/dspt_1", () => HttpResponse.json({ id: "dspt_1" }));
setupServer(mocked, http.all("*", () => passthrough())).listen();
const given = undefined;`;

const NOCK = `import nock from "nock";
const { origin, pathname } = new URL(settings.api);
nock(origin, { allowUnmocked: true }).persist().get(pathname + "/disputes/dspt_1").reply(200, { id: "dspt_1" });
const given = undefined;`;

/** What a route of Next calls \`fetch\`, with a store for what it caches: here all that it may. */
const NEXT = `import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
globalThis.AsyncLocalStorage = AsyncLocalStorage;
const require = createRequire(import.meta.url);
const server = (path) => require("next/dist/server/" + path + ".js");
const { workAsyncStorage } = server("app-render/work-async-storage.external");
const { workUnitAsyncStorage } = server("app-render/work-unit-async-storage.external");
const { IncrementalCache } = server("lib/incremental-cache/index");
const { createDedupeFetch } = server("lib/dedupe-fetch");
class Store {
  static kept = new Map();
  async get(key) { return Store.kept.get(key) ?? null; }
  async set(key, value) { Store.kept.set(key, { lastModified: Date.now(), value }); }
  async revalidateTag() {}
  resetRequestCache() {}
}
const preview = { previewModeId: "a", previewModeSigningKey: "", previewModeEncryptionKey: "" };
const prerenderManifest = { version: 4, routes: {}, dynamicRoutes: {}, notFoundRoutes: [], preview };
const incrementalCache = new IncrementalCache({ dev: false, minimalMode: false, requestHeaders: {}, previewProps: preview, prerenderManifest, CurCacheHandler: Store });
const patched = server("lib/patch-fetch").createPatchedFetcher(createDedupeFetch(fetch), { workAsyncStorage, workUnitAsyncStorage });
const given = (url, init) => {
  const store = { route: "/", page: "/page", incrementalCache, isStaticGeneration: false, fetchMetrics: [], pendingRevalidates: {}, fallbackRouteParams: null, afterContext: {}, tags: [] };
  const cache = init.method === "GET" && url.endsWith("dspt_1") ? "force-cache" : "no-store";
  return workAsyncStorage.run(store, () => patched(url, { ...init, cache }));
};`;
