import { ClientError, InvalidRequestError } from "../errors.js";
import type { Call } from "../request/call.js";
import { unsendable } from "./encode.js";

/** The body as JSON text; a form passes as it is. @throws InvalidRequestError for what JSON would drop or cannot hold */
export function serializeBody(body: unknown): string | FormData {
  if (body instanceof FormData) return body;
  try {
    return JSON.stringify(body, refuseLoss);
  } catch (reason) {
    // The platform's own messages for cycles and bigints can quote the data.
    throw reason instanceof ClientError ? reason : new InvalidRequestError("the body holds a cycle or a bigint");
  }
}

/**
 * What `fetch` gets. Deno's sends a request again by itself when the connection breaks, unless the body is more than plain text:
 * there, what must not arrive twice goes as a Blob.
 */
export function bodyToSend(body: BodyInit | undefined, { method, idempotencyKey }: Call): BodyInit | null {
  const isOnce = /^(?:POST|PATCH)$/.test(method) && idempotencyKey === undefined;
  if (isOnce && "Deno" in globalThis && (body === undefined || typeof body === "string")) return new Blob([body ?? ""]);
  return body ?? null;
}

/** Refuses what JSON turns into `null` or broken text without a word. */
function refuseLoss(this: unknown, key: string, value: unknown): unknown {
  if (
    typeof value === "number"
      ? !Number.isFinite(value)
      : typeof value === "string"
        ? LONE_SURROGATE.test(value)
        : value === null && (this as Record<string, unknown>)[key] !== null // an invalid date
  ) {
    throw unsendable(key);
  }
  return value;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
