import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Fault } from "./steps.js";

/** Serves the answers that the consumer's program expects, on 127.0.0.1, while `use` runs. Gives the lines of what was asked. */
export async function withServer(use: (url: string) => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { status, body } = answer(request);
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await use(`http://127.0.0.1:${port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return seen;
}

function answer({ url = "" }: IncomingMessage): { status: number; body: unknown } {
  if (url.startsWith("/disputes/dspt_1")) return { status: 200, body: { id: "dspt_1" } };
  if (url.startsWith("/disputes?")) {
    const last = url.includes("after=");
    const page_info = {
      end_cursor: last ? null : "c1",
      has_next_page: !last,
      has_previous_page: last,
      start_cursor: null,
    };
    return { status: 200, body: { data: [{ id: last ? "dspt_2" : "dspt_1" }], page_info } };
  }
  if (url.startsWith("/v1/issuer/cases/")) return { status: 404, body: { error: "not found" } };
  throw new Fault(`Nobody should ask for ${url}.`);
}
