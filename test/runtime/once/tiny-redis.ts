import { connect, type Socket } from "node:net";

/** A reply, or an error to be thrown. */
type Reply = string | number | null | Error | Reply[];

/** As much of a Redis client as these tests need: commands of text, one after another over one connection. */
export class TinyRedis {
  readonly #socket: Socket;
  readonly #waiting: { resolve: (reply: unknown) => void; reject: (error: Error) => void }[] = [];
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#read();
    });
    const end = (): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("redis: the connection has ended"));
    };
    socket.on("error", end).on("close", end);
  }

  static async connect(port: number): Promise<TinyRedis> {
    const socket = connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    return new TinyRedis(socket);
  }

  readonly send = (command: readonly string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
      this.#socket.write(`*${command.length}\r\n${parts.join("")}`);
    });

  close(): void {
    this.#socket.destroy();
  }

  #read(): void {
    for (;;) {
      const parsed = parse(this.#received, 0);
      if (!parsed) return;
      this.#received = this.#received.subarray(parsed.end);
      const { resolve, reject } = this.#waiting.shift()!;
      if (parsed.reply instanceof Error) reject(parsed.reply);
      else resolve(parsed.reply);
    }
  }
}

/** One reply, or `undefined` while it is not all there. */
function parse(bytes: Buffer, start: number): { reply: Reply; end: number } | undefined {
  const line = bytes.indexOf("\r\n", start);
  if (line < 0) return undefined;
  const text = bytes.toString("utf8", start + 1, line);
  const next = line + 2;
  const kind = String.fromCharCode(bytes[start]!);
  if (kind === "+") return { reply: text, end: next };
  if (kind === "-") return { reply: new Error(`redis: ${text}`), end: next };
  if (kind === ":") return { reply: Number(text), end: next };
  const length = Number(text);
  if (length < 0) return { reply: null, end: next };
  if (kind === "$") {
    const end = next + length + 2;
    return bytes.length < end ? undefined : { reply: bytes.toString("utf8", next, next + length), end };
  }
  const replies: Reply[] = [];
  let end = next;
  for (let index = 0; index < length; index++) {
    const item = parse(bytes, end);
    if (!item) return undefined;
    replies.push(item.reply);
    end = item.end;
  }
  return { reply: replies, end };
}
