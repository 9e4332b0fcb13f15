import { text as readText } from "node:stream/consumers";
import type { Dispatcher } from "undici";
import { makeResponse } from "../runtime/fetch/make-response.js";
import type { LazyResponse } from "../runtime/request/response.js";
import { decodeBody } from "./decode-body.js";
import { toWebStream } from "./to-web-stream.js";

/**
 * A response as undici has it. Status and text, which is all that most calls need, come straight from there; everything else makes the
 * platform's `Response` first and is left to it.
 */
export class NodeResponse implements LazyResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly redirected = false;
  readonly type = "default";
  readonly #received: Dispatcher.ResponseData;
  readonly #hasBody: boolean;
  #headers: Headers | undefined;
  #isRead = false;
  #real: Response | undefined;

  constructor(received: Dispatcher.ResponseData, method: string, url: string) {
    const { statusCode, body } = received;
    this.status = statusCode;
    this.ok = statusCode >= 200 && statusCode <= 299;
    this.url = url;
    this.#received = received;
    this.#hasBody = method !== "HEAD" && statusCode !== 204 && statusCode !== 205 && statusCode !== 304;
    // Nobody will read it, and what is not read keeps its listener on the signal.
    if (!this.#hasBody) body.on("error", () => {}).resume();
  }

  get statusText(): string {
    return this.#received.statusText ?? "";
  }

  get headers(): Headers {
    if (this.#real) return this.#real.headers;
    this.#headers ??= toHeaders(this.#received.headers);
    return this.#headers;
  }

  get body(): Response["body"] {
    return this.toResponse().body;
  }

  get bodyUsed(): boolean {
    return this.#real ? this.#real.bodyUsed : this.#isRead;
  }

  async text(): Promise<string> {
    if (this.#real) return this.#real.text();
    if (!this.#hasBody) return "";
    if (this.#isRead) throw new TypeError("Body is unusable: it has already been read");
    this.#isRead = true;
    const { headers, body } = this.#received;
    const decoded = decodeBody(body, headers);
    return decoded === body ? body.text() : readText(decoded);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.toResponse().arrayBuffer();
  }

  blob(): Promise<Blob> {
    return this.toResponse().blob();
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    // Node 20 has no `bytes` of its own.
    return new Uint8Array(await this.arrayBuffer());
  }

  formData(): Promise<FormData> {
    return this.toResponse().formData();
  }

  clone(): Response {
    return this.toResponse().clone();
  }

  toResponse(): Response {
    this.#real ??= this.#makeReal();
    return this.#real;
  }

  #makeReal(): Response {
    const { headers: received, body } = this.#received;
    const source = this.#isRead || !this.#hasBody ? undefined : decodeBody(body, received);
    // A body that has been read is one that has been given up: it cannot be read again.
    const stream = source ? toWebStream(source) : this.#hasBody ? new ReadableStream() : null;
    const response = makeResponse(stream, this);
    if (!source) void response.body?.cancel();
    return response;
  }
}

function toHeaders(received: Dispatcher.ResponseData["headers"]): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    if (typeof value === "string") headers.append(name, value);
    else for (const one of value ?? []) headers.append(name, one);
  }
  return headers;
}
