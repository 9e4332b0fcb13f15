import { connect, type Socket } from "node:net";

type Row = Record<string, string | null>;

interface Waiting {
  readonly resolve: (result: { rows: Row[] }) => void;
  readonly reject: (error: Error) => void;
  names: string[];
  readonly rows: Row[];
  error?: Error;
}

/** As much of a Postgres client as these tests need: statements with values as text, one after another, no password. */
export class TinyPostgres {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#read();
    });
    const end = (): void => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("postgres: the connection has ended"));
    };
    socket.on("error", end).on("close", end);
  }

  static async connect(port: number, user = "postgres"): Promise<TinyPostgres> {
    const socket = connect(port, "127.0.0.1");
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
    });
    const client = new TinyPostgres(socket);
    const body = Buffer.concat([int32(196_608), Buffer.from(`user\0${user}\0database\0postgres\0\0`)]);
    await client.#ask(Buffer.concat([int32(body.length + 4), body]));
    return client;
  }

  query(text: string, values: readonly unknown[] = []): Promise<{ rows: Row[] }> {
    const parameters = values.map((value) => {
      const bytes = Buffer.from(String(value));
      return Buffer.concat([int32(bytes.length), bytes]);
    });
    return this.#ask(
      Buffer.concat([
        message("P", Buffer.from(`\0${text}\0`), int16(0)),
        message("B", Buffer.from("\0\0"), int16(0), int16(values.length), ...parameters, int16(0)),
        message("D", Buffer.from("P\0")),
        message("E", Buffer.from("\0"), int32(0)),
        message("S"),
      ]),
    );
  }

  close(): void {
    this.#socket.destroy();
  }

  #ask(bytes: Buffer): Promise<{ rows: Row[] }> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject, names: [], rows: [] });
      this.#socket.write(bytes);
    });
  }

  #read(): void {
    while (this.#received.length >= 5) {
      const length = this.#received.readInt32BE(1);
      if (this.#received.length < length + 1) return;
      this.#take(String.fromCharCode(this.#received[0]!), this.#received.subarray(5, length + 1));
      this.#received = this.#received.subarray(length + 1);
    }
  }

  #take(kind: string, body: Buffer): void {
    const waiting = this.#waiting[0];
    if (!waiting) return;
    if (kind === "T") waiting.names = columnNames(body);
    else if (kind === "D") waiting.rows.push(readRow(waiting.names, body));
    else if (kind === "E") waiting.error = new Error(`postgres: ${body.toString("utf8").replaceAll("\0", " ")}`);
    else if (kind === "Z") {
      this.#waiting.shift();
      if (waiting.error) waiting.reject(waiting.error);
      else waiting.resolve({ rows: waiting.rows });
    }
  }
}

function columnNames(body: Buffer): string[] {
  let offset = 2;
  return Array.from({ length: body.readInt16BE(0) }, () => {
    const end = body.indexOf(0, offset);
    const name = body.toString("utf8", offset, end);
    offset = end + 19;
    return name;
  });
}

function readRow(names: readonly string[], body: Buffer): Row {
  const row: Row = {};
  let offset = 2;
  for (const name of names) {
    const length = body.readInt32BE(offset);
    offset += 4;
    row[name] = length < 0 ? null : body.toString("utf8", offset, offset + length);
    offset += Math.max(length, 0);
  }
  return row;
}

function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
