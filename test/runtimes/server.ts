import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Report } from "./script.js";

/** What the server tells the process that started it. */
export type ServerMessage =
  | { readonly kind: "ready"; readonly api: string; readonly pages: string; readonly closed: string }
  | { readonly kind: "report"; readonly runtime: string; readonly report: Report };

/** What it is sent: a file for the pages' port. */
export interface ServedFile {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/**
 * The server of all runs, in its own process. The first segment of a path is the runtime's id, so that each counts for itself.
 * What a page needs is served from a second port: to the page, the API is of another origin, as it is in the field.
 */
async function main(): Promise<void> {
  const files = new Map<string, ServedFile>();
  process.on("message", (file: ServedFile) => files.set(file.path, file));
  process.on("disconnect", () => process.exit());
  const api = await listen(createServer(serveApi));
  const pages = await listen(
    createServer(({ url = "" }, response) => {
      const file = files.get(url);
      response.writeHead(file ? 200 : 404, { "content-type": file?.type ?? "text/plain" }).end(file?.text);
    }),
  );
  // A port that was just given back: nobody listens there.
  const gone = createServer();
  const closed = await listen(gone);
  await new Promise((done) => gone.close(done));
  tell({ kind: "ready", api, pages, closed });
}

function tell(message: ServerMessage): void {
  process.send?.(message);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What each runtime has sent: `GET /disputes/dspt_1`, in order. A browser's questions about CORS are no requests of ours. */
const seen = new Map<string, string[]>();
const keys = new Map<string, string[]>();

async function serveApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, runtime = "", ...rest] = (request.url ?? "").split("/");
  const path = `/${rest.join("/")}`;
  // No more than the contracts name: a header of the clients' own that they added in a page would be refused by the browser.
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
  response.setHeader("access-control-allow-headers", "authorization, content-type, api-version-date");
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("access-control-expose-headers", "retry-after-ms, x-request-id");
  if (request.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const asked = listOf(seen, runtime);
  if (path === "/seen") {
    sendJson(response, 200, asked);
  } else if (path === "/report") {
    sendJson(response, 200, {});
    tell({ kind: "report", runtime, report: JSON.parse(text) });
  } else {
    asked.push(`${request.method} ${path}`);
    answer(request, response, path, text, runtime);
  }
}

function answer(request: IncomingMessage, response: ServerResponse, path: string, text: string, runtime: string): void {
  const { method, headers, socket } = request;
  const wanted = path.startsWith("/v1/") ? `Basic ${btoa("test_key:")}` : "Bearer whop_key";
  if (headers.authorization !== wanted) {
    sendJson(response, 401, { error: { message: `not expected: ${headers.authorization}` } });
    return;
  }
  const good = answers[path];
  const isFirst = listOf(seen, runtime).filter((line) => line === `${method} ${path}`).length === 1;
  if (path === "/disputes/dspt_missing") {
    response.setHeader("x-request-id", "req_1");
    sendJson(response, 404, { error: { type: "not_found", message: "no such dispute" } });
  } else if (path === "/disputes/dspt_busy" && isFirst) {
    response.setHeader("retry-after-ms", "1");
    sendJson(response, 503, {});
  } else if (path === "/disputes/dspt_moved") {
    response.writeHead(307, { location: `/${runtime}/elsewhere` }).end();
  } else if (path === "/disputes/dspt_stalled") {
    response.writeHead(200, { "content-type": "application/json", "content-length": 1000 }).write('{"id":');
  } else if (/^\/(?:disputes\/dspt_1\/(?:submit|update)_evidence|v1\/issuer\/files)$/.test(path)) {
    // Read whole, and nobody knows what became of it.
    socket.resetAndDestroy();
  } else if (path === "/transfers") {
    const { idempotence_key }: { idempotence_key: string } = JSON.parse(text);
    const earlier = listOf(keys, runtime);
    earlier.push(idempotence_key);
    if (isFirst) socket.resetAndDestroy();
    else sendJson(response, 200, { id: "ctt_1", notes: `${new Set(earlier).size} key` });
  } else if (good !== undefined) {
    sendJson(response, 200, good);
  } else if (path !== "/disputes/dspt_silent") {
    sendJson(response, 500, { error: { message: `not expected: ${method} ${path}` } });
  }
}

const answers: Readonly<Record<string, unknown>> = {
  "/disputes/dspt_1": { id: "dspt_1" },
  "/disputes/dspt_busy": { id: "dspt_busy" },
  "/v1/issuer/cases/case_1": { case_id: "case_1" },
  "/disputes?company_id=biz_1": page("dspt_1", "c1"),
  "/disputes?company_id=biz_1&after=c1": page("dspt_2", null),
};

function page(id: string, next: string | null): unknown {
  const page_info = { end_cursor: next, has_next_page: next !== null, has_previous_page: false, start_cursor: null };
  return { data: [{ id }], page_info };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function listOf(map: Map<string, string[]>, runtime: string): string[] {
  const list = map.get(runtime) ?? [];
  map.set(runtime, list);
  return list;
}

await main();
