import { readFile, stat } from "node:fs/promises";
import { SpecError } from "../diagnostics.js";
import { MAX_BYTES } from "../load/parse-yaml.js";

export interface FetchOptions {
  /** Deadline for connecting and reading together. @unit milliseconds @default 60_000 */
  readonly timeoutMs?: number;
}

/**
 * The bytes of a document, from a file or a URL.
 *
 * @throws SpecError `contract/unreadable` for a file, `contract/unreachable` for a URL, `contract/insecure-url`,
 * `contract/too-large`
 */
export async function fetchUpstream(from: string, { timeoutMs = 60_000 }: FetchOptions = {}): Promise<Uint8Array> {
  return isUrl(from) ? fetchUrl(from, timeoutMs) : readLocal(from);
}

export function isUrl(from: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(from);
}

/** The origin and the path: the rest of an address may hold a token, and is neither shown nor recorded. */
export function bareUrl(url: string): string {
  if (!URL.canParse(url)) return url.replace(/[?#].*$/s, "");
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

async function readLocal(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) throw tooLarge(file);
    return await readFile(file);
  } catch (error) {
    if (error instanceof SpecError) throw error;
    const what = `The file cannot be read: ${reasonOf(error)}.`;
    throw new SpecError("contract/unreadable", { pointer: "", file }, what, "Check the path behind --from.", {
      cause: error,
    });
  }
}

async function fetchUrl(url: string, timeoutMs: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await readAll(url, await follow(url, signal));
  } catch (error) {
    if (error instanceof SpecError) throw error;
    throw unreachable(url, signal.aborted ? `no response within ${timeoutMs / 1000} s` : reasonOf(error), error);
  }
}

const MAX_REDIRECTS = 5;

/** The response at the end of the redirects. They are followed one by one, since `fetch` would also follow to where it is not safe. */
async function follow(url: string, signal: AbortSignal): Promise<Response> {
  const headers = { accept: "application/yaml, application/json, text/yaml, */*" };
  let next = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    refuseInsecure(next);
    const response = await fetch(next, { signal, headers, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.ok) return response;
    await response.body?.cancel();
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    if (!isRedirect) throw unreachable(next, `the server responded with status ${response.status}`);
    next = new URL(location, next).href;
  }
  throw unreachable(url, `more than ${MAX_REDIRECTS} redirects`);
}

/** The document becomes code, so nobody on the network may change it. */
function refuseInsecure(url: string): void {
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  const isLoopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol === "https:" || (protocol === "http:" && isLoopback)) return;
  const what = "Only https addresses are read, and http on this machine.";
  throw new SpecError(
    "contract/insecure-url",
    { pointer: "", file: bareUrl(url) },
    what,
    "Use an https address or a file.",
  );
}

async function readAll(url: string, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop ends the transfer.
    if (size > MAX_BYTES) throw tooLarge(bareUrl(url));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(file: string): SpecError {
  const what = `The document has more than ${MAX_BYTES} bytes.`;
  return new SpecError("contract/too-large", { pointer: "", file }, what, "Check that this is the right document.");
}

function unreachable(url: string, reason: string, cause?: unknown): SpecError {
  const what = `The document could not be fetched: ${reason}.`;
  const remedy = "Try again later, or give a copy with --from FILE.";
  return new SpecError("contract/unreachable", { pointer: "", file: bareUrl(url) }, what, remedy, { cause });
}

/** fetch says only that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message === "" && "code" in cause ? String(cause.code) : cause.message;
}
