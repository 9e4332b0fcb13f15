import { describe } from "../encode/encode.js";
import { InvalidRequestError } from "../errors.js";
import type { WriteBody } from "../settings/config.js";

/** For generated methods: a body that is text, in UTF-8. @param type its media type */
export function textBody(type: string): WriteBody {
  return (body) => {
    if (typeof body !== "string") throw new InvalidRequestError(`body must be a string (got ${describe(body)})`);
    if (/\p{Surrogate}/u.test(body))
      throw new InvalidRequestError("body has half of a surrogate pair, which text cannot hold");
    // Of any text, plain text is what can be named.
    return new Blob([body], { type: type.startsWith("text/*") ? "text/plain" : type });
  };
}

/**
 * For generated methods: a body that is a file, or bytes. A `Blob` is not read before it is sent.
 *
 * @param type its media type. Of a range, such as `image/*`, the type is that of the `Blob`
 */
export function bytesBody(type: string): WriteBody {
  const [start = "", isRange] = type.split("*");
  return (body) => {
    const isBytes = ArrayBuffer.isView(body) || Object.prototype.toString.call(body) === "[object ArrayBuffer]";
    if (!isBytes && !(body instanceof Blob)) {
      // A stream can be read once, and a retry needs the bytes again.
      const remedy = "for a stream, await new Response(stream).blob()";
      throw new InvalidRequestError(`body must be bytes or a Blob of this platform (got ${describe(body)}): ${remedy}`);
    }
    if (isRange === undefined) return new Blob([body as BlobPart], { type });
    const own = body instanceof Blob && body.type !== "" ? body.type : "application/octet-stream";
    if (start === "" || own.startsWith(start)) return new Blob([body as BlobPart], { type: own });
    throw new InvalidRequestError(`body must be a Blob whose type is ${type} (got ${own})`);
  };
}
