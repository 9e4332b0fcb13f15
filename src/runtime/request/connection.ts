/** What a platform's `fetch` says of a connection that failed. */
export interface ConnectionFault {
  /** For example `ECONNREFUSED`; the error's name when it has no code. */
  readonly code: string;
  /** `false` only when the platform says that the request never left. */
  readonly maybeSent: boolean;
}

/** Failures that come before the first byte is sent: Node (system and undici codes), Bun. */
const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_HANDSHAKE_TIMEOUT|ConnectionRefused)$/;

/** Codes of Node and Bun for a certificate that was not accepted. */
const CERTIFICATE =
  /^(?:ERR_TLS_CERT_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_|HOSTNAME_MISMATCH$|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$)/;

/** What Deno says of a connection and of a certificate, and undici's proxy agent of a refused tunnel: these have no code of their own. */
const UNSENT_TEXT = /\bclient error \(Connect\)|\binvalid peer certificate\b|^Proxy response \(\d/;

/**
 * Reads Node's and Bun's codes and Deno's message. Workers and browsers do not say what went wrong; neither does an
 * unknown failure, and then the request counts as sent. By name and code and never by class: an error of another realm, as in
 * test runners that give each file its own, is not an instance of this realm's `Error`.
 */
export function readConnectionFault(reason: unknown): ConnectionFault {
  let code = "no code";
  let maybeSent = true;
  // Node keeps the socket's error in `cause`.
  let error = reason as Maybe<Foreign>;
  for (let depth = 0; error && depth < 4; depth++) {
    if (typeof error.code === "string" && /^\w{1,64}$/.test(error.code)) code = error.code;
    if (isUnsent(error)) maybeSent = false;
    error = error.cause as Maybe<Foreign>;
  }
  return { code, maybeSent };
}

/** Whether the code is that of a refused certificate, which asking again does not change. */
export function isCertificateCode(code: string | undefined): boolean {
  return CERTIFICATE.test(String(code));
}

/**
 * Whether the connection was there, and a limit of the platform's own was reached: undici waits 300 s for headers and for each part of a
 * body. Bun has a name for it.
 */
export function isTimeLimit(reason: unknown, code: string): boolean {
  return /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code) || (reason as Maybe<Foreign>)?.name === "TimeoutError";
}

function isUnsent({ code, syscall, message, errors }: Foreign): boolean {
  // Several addresses were tried at once: Node's AggregateError.
  if (Array.isArray(errors) && errors.length > 0) return errors.every((each) => isUnsent(each ?? {}));
  if (typeof code === "string" && (UNSENT.test(code) || CERTIFICATE.test(code))) return true;
  return syscall === "connect" || (typeof message === "string" && UNSENT_TEXT.test(message));
}

type Maybe<T> = T | null | undefined;

/** Whatever was thrown: of a text or a number these are all absent. */
interface Foreign {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}
