import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedRequest {
  readonly verb: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface RecordingServer {
  readonly origin: string;
  readonly received: ReceivedRequest[];
  /** What the following requests are answered with, as JSON. */
  answer: unknown;
  close(): Promise<void>;
}

/** A server of the own machine that keeps what it receives. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    received.push({ verb: method, target: url, headers, text: Buffer.concat(chunks).toString("utf8") });
    response.setHeader("content-type", "application/json").end(JSON.stringify(recording.answer));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const recording: RecordingServer = {
    origin: `http://127.0.0.1:${port}`,
    received,
    answer: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return recording;
}
