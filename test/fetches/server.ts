import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The API, its storage, and an address where nobody listens. The first segment of a path is the row's id: each counts for itself. */
export interface ChecksServer {
  readonly url: string;
  readonly closed: string;
  close(): void;
}

export async function startChecksServer(): Promise<ChecksServer> {
  const server = createServer((request, response) => {
    request.on("error", () => {});
    serve(request, response).catch((error) => response.destroy(error));
  });
  const url = await listen(server);
  // A port that was just given back.
  const gone = createServer();
  const closed = await listen(gone);
  await new Promise((done) => gone.close(done));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url, closed, close };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** How often each row has asked for each path, and how long its latest PUT was. */
const counts = new Map<string, number>();
const puts = new Map<string, number>();

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = "", headers } = request;
  const [, row = "", ...rest] = url.split("/");
  const path = rest.join("/");
  // For happy-dom, which asks as browsers do.
  response.setHeader("access-control-allow-origin", headers.origin ?? "*");
  response.setHeader("access-control-allow-headers", "authorization, content-type, api-version-date");
  response.setHeader("access-control-allow-methods", "GET, POST, PUT");
  response.setHeader("access-control-expose-headers", "retry-after-ms, x-request-id");
  if (method === "OPTIONS") return void response.writeHead(204).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const times = (counts.get(url) ?? 0) + 1;
  counts.set(url, times);
  const id = /^disputes\/dspt_(\w+)/.exec(path)?.[1];
  if (method === "PUT") {
    puts.set(row, body.length);
    response.end("<ok/>");
  } else if (/(?:^|\/)files$/.test(path)) {
    const isForm = path.startsWith("v2/");
    const upload_url = `http://${headers.host}/${row}/put`;
    json(response, isForm ? { id: await readForm(headers, body) } : { id: "file_1", upload_url, upload_headers: {} });
  } else if (path.startsWith("files/")) {
    json(response, { id: "file_1", upload_status: "ready" });
  } else if (path.startsWith("disputes?")) {
    json(response, path.includes("after=c1") ? page("dspt_2", null) : page("dspt_1", "c1"));
  } else if (id === "missing") {
    response.setHeader("x-request-id", "req_1");
    json(response, { error: { type: "not_found", message: "no such dispute" } }, 404);
  } else if (id === "odd") {
    json(response, { message: "odd" }, 700);
  } else if (id === "moved") {
    response.writeHead(307, { location: `/${row}/disputes/dspt_1` }).end("moved");
  } else if (id === "busy") {
    response.setHeader("retry-after-ms", "1");
    json(response, { id: `dspt_busy ${times}` }, times === 1 ? 503 : 200);
  } else if (id === "reset") {
    request.socket.destroy();
  } else if (id === "resets") {
    json(response, { id: `${counts.get(`/${row}/disputes/dspt_reset/submit_evidence`)}` });
  } else if (id === "put") {
    json(response, { id: `${puts.get(row)}` });
  } else if (id === "slow") {
    response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
    setTimeout(() => response.end('"dspt_slow"}'), 100);
  } else if (id === "stalled") {
    response.writeHead(200, { "content-type": "application/json", "content-length": 1000 }).write('{"id":');
  } else if (id === "1") {
    json(response, { id: "dspt_1" });
  } else if (id !== "silent") {
    json(response, { error: { message: `not expected: ${method} ${path}` } }, 500);
  }
}

/** `name=text` and `name=file name type content` of each part. */
async function readForm(headers: IncomingMessage["headers"], body: Buffer): Promise<string> {
  const type = headers["content-type"] ?? "";
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  if (!form) return `no form: ${type} ${body.toString().slice(0, 50)}`;
  const parts = [...form].map(async ([name, value]) =>
    typeof value === "string" ? `${name}=${value}` : `${name}=${value.name} ${value.type} ${await value.text()}`,
  );
  return (await Promise.all(parts)).join(" ");
}

function page(id: string, next: string | null): unknown {
  const page_info = { end_cursor: next, has_next_page: next !== null, has_previous_page: false, start_cursor: null };
  return { data: [{ id }], page_info };
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
