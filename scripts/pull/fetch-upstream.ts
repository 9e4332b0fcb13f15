import { readFile, stat } from "node:fs/promises";
import { SpecError } from "../diagnostics.js";
import { MAX_BYTES } from "../load/parse-yaml.js";

export interface FetchOptions {
  /** Deadline for connecting and reading together. @unit milliseconds @default 60_000 */
  readonly timeoutMs?: number;
  /** @default the platform's */
  readonly fetch?: typeof globalThis.fetch;
}

/** What was read, and from where: of a URL the one at the end of its redirects. */
export interface Fetched {
  readonly bytes: Uint8Array;
  readonly from: string;
}

/**
 * The bytes of a document, from a file or a URL.
 *
 * @throws SpecError `contract/unreadable` for a file, `contract/unreachable` for a URL, `contract/insecure-url`,
 * `contract/too-large`
 */
export async function fetchUpstream(from: string, options: FetchOptions = {}): Promise<Fetched> {
  return isUrl(from) ? fetchUrl(from, options) : { bytes: await readLocal(from), from };
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

async function fetchUrl(url: string, { timeoutMs = 60_000, fetch = globalThis.fetch }: FetchOptions): Promise<Fetched> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { response, from } = await follow(url, fetch, signal);
    return { bytes: await readAll(from, response), from };
  } catch (error) {
    if (error instanceof SpecError) throw error;
    throw unreachable(url, signal.aborted ? `no response within ${timeoutMs / 1000} s` : reasonOf(error), error);
  }
}

const MAX_REDIRECTS = 5;

/** The response at the end of the redirects. They are followed one by one, since `fetch` would also follow to where it is not safe. */
async function follow(
  url: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<{ response: Response; from: string }> {
  const headers = { accept: "application/yaml, application/json, text/yaml, */*" };
  let next = url;
  refuseInsecure(next);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const response = await fetch(next, { signal, headers, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.ok) return { response, from: next };
    await response.body?.cancel();
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
    if (!isRedirect) throw unreachable(next, `the server responded with status ${response.status}`);
    if (!URL.canParse(location, next)) throw unreachable(next, "it redirects to what is not an address");
    const target = new URL(location, next);
    refuseRedirect(new URL(next), target);
    next = target.href;
  }
  throw unreachable(url, `more than ${MAX_REDIRECTS} redirects`);
}

/** The document becomes code, so nobody on the network may change it. */
function refuseInsecure(url: string): void {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address !== undefined) refuseUserInfo(address);
  if (address?.protocol === "https:" || (address?.protocol === "http:" && isLoopback(address))) return;
  throw insecure(url, "Only https addresses are read, and http on this machine.");
}

/** A server on the network says neither what is read from this machine, nor that it is read from a place that is not secure. */
function refuseRedirect(from: URL, to: URL): void {
  refuseUserInfo(to);
  if (isLoopback(from)) refuseInsecure(to.href);
  else if (to.protocol !== "https:" || isLoopback(to)) {
    const what = `${bareUrl(from.href)} redirects here; from the network only redirects to https addresses of the network are followed.`;
    throw insecure(to.href, what);
  }
}

/** `fetch` would refuse it too, with the whole address in its message. */
function refuseUserInfo({ href, username, password }: URL): void {
  if (username !== "" || password !== "")
    throw insecure(href, "An address with a user name or a password in it is not read.");
}

/** Whether an address is this machine's own, in any spelling that the URL parser leaves. */
function isLoopback({ hostname }: URL): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/i.test(
    hostname,
  );
}

function insecure(url: string, what: string): SpecError {
  const remedy = "Use an https address or a file.";
  return new SpecError("contract/insecure-url", { pointer: "", file: bareUrl(url) }, what, remedy);
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
