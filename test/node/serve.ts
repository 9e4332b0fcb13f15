import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** Tells connections apart. */
  readonly port: number;
}

export interface Served extends AsyncDisposable {
  readonly url: string;
  readonly received: Received[];
}

/** A server on the own machine, which answers once it has read the request. */
export async function serve(
  respond: (response: ServerResponse, received: Received) => void | Promise<void>,
): Promise<Served> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the client has gone
    }
    const { method = "", url: path = "", headers, socket } = request;
    const one = { method, path, headers, body: Buffer.concat(chunks), port: socket.remotePort ?? 0 };
    received.push(one);
    await respond(response, one);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    [Symbol.asyncDispose]: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
