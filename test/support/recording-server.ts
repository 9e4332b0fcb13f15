import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server of a test saw of a request. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface RecordingServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** A server of the own machine that keeps what it receives. */
export async function startServer(
  answer: (response: ServerResponse, seen: Seen, request: IncomingMessage) => void,
): Promise<RecordingServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { method: request.method!, path: request.url!, headers: request.headers, body: Buffer.concat(chunks) };
    seen.push(one);
    answer(response, one, request);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}
