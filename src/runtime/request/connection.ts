/** What a platform's `fetch` says of a connection that failed. */
export interface ConnectionFault {
  /** For example `ECONNREFUSED`; the error's name when it has no code. */
  readonly code: string;
  /** `false` only when the platform says that the request never left. */
  readonly maybeSent: boolean;
}

/** Failures that come before the first byte is sent: Node (system and undici codes), Bun. */
const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/**
 * Reads Node's and Bun's codes and Deno's message. Workers and browsers do not say what went wrong; neither does an
 * unknown failure, and then the request counts as sent.
 */
export function readConnectionFault(reason: unknown): ConnectionFault {
  let code = "";
  let maybeSent = true;
  // Node keeps the socket's error in `cause`.
  for (let error = reason as Foreign, depth = 0; error instanceof Error && depth < 4; depth++) {
    if (typeof error.code === "string") code = error.code;
    if (UNSENT.test(code) || error.syscall === "connect" || /\bclient error \(Connect\)/.test(error.message))
      maybeSent = false;
    error = error.cause as Foreign;
  }
  return { code: /^\w{1,64}$/.test(code) ? code : "no code", maybeSent };
}

interface Foreign extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
}
