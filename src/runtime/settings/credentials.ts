import { ConfigurationError } from "../errors.js";
import type { ApiKey } from "./options.js";

/** Holds the key, asks for it once, and again when the server no longer takes it. */
export class Credentials {
  readonly #source: ApiKey | undefined;
  #key: string | Promise<string> | undefined;

  constructor(source: ApiKey | undefined) {
    this.#source = typeof source === "string" ? checkKey(source.trim()) : source;
  }

  /** Of a call that has a key of its own. @throws ConfigurationError for what is no key: it never stands for the client's */
  static of(key: string): Credentials {
    return new Credentials(typeof key === "string" ? key : "");
  }

  /** The same value for all callers, until one of them renews it. `undefined` when the client has none. */
  get(): string | Promise<string> | undefined {
    if (typeof this.#source !== "function") return this.#source;
    this.#key ??= this.#ask(this.#source);
    return this.#key;
  }

  /**
   * The server refused `used`: the next `get` asks for another key. Whoever reports a key that was already replaced joins
   * the request for the new one. `false` when there is none to be had.
   */
  renew(used: string | Promise<string> | undefined): boolean {
    if (this.#key === used) this.#key = undefined;
    return typeof this.#source === "function";
  }

  /** Whether there is a key, or a function to ask for one. */
  get isPresent(): boolean {
    return this.#source !== undefined;
  }

  /** Whether the key is known, and begins like this. */
  startsWith(prefix: string): boolean {
    return typeof this.#source === "string" && this.#source.startsWith(prefix);
  }

  #ask(source: () => string | Promise<string>): Promise<string> {
    const key = askKey(source);
    // Those who wait get the failure; it is not kept for those who come later.
    key.catch(() => this.renew(key));
    return key;
  }
}

/** The value of the `authorization` header. */
export function authorization(scheme: "bearer" | "basic", key: string): string {
  return scheme === "basic" ? `Basic ${btoa(key.includes(":") ? key : `${key}:`)}` : `Bearer ${key}`;
}

async function askKey(source: () => string | Promise<string>): Promise<string> {
  let key: string;
  try {
    key = await source();
  } catch (reason) {
    // Only the name: what a token service says can hold secrets.
    throw new ConfigurationError(`the apiKey function failed${reason instanceof Error ? ` (${reason.name})` : ""}`);
  }
  return checkKey(key);
}

function checkKey(key: string): string {
  if (typeof key !== "string" || !/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigurationError("apiKey must be a non-empty string of visible ASCII characters");
  }
  return key;
}
