import type { IncomingMessage, ServerResponse } from "node:http";
import type { Outcome } from "./mock-api.js";

/** A mock that listens. */
export interface MockServer {
  /** For the client's `baseURL`. */
  readonly url: string;
  /** Closes all connections; the process can then end. */
  stop(): Promise<void>;
}

/** @param basePath of the API's address: requests come with it */
export async function serve(
  respond: (request: Request) => Promise<Outcome>,
  basePath: string,
  port: number,
): Promise<MockServer> {
  const { createServer } = await import("node:http");
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, respond).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "text/plain" });
      outgoing.end(String(error));
    });
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}${basePath.replace(/\/$/, "")}`,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  respond: (request: Request) => Promise<Outcome>,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const { method = "GET", url = "/", headers } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD" && chunks.length > 0;
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as [string, string]],
  );
  const request = new Request(new URL(url, `http://${headers.host ?? "127.0.0.1"}`), {
    method,
    headers: pairs,
    ...(hasBody ? { body: await new Blob(chunks as BlobPart[]).arrayBuffer() } : {}),
  });
  const outcome = await respond(request);
  if ("drop" in outcome) {
    incoming.socket.destroy();
    return;
  }
  const { response } = outcome;
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(new Uint8Array(await response.arrayBuffer()));
}
