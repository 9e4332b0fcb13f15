import { serializeBody } from "../encode/body.js";
import { describe } from "../encode/encode.js";
import { formBlob, isForm } from "../encode/form-blob.js";
import { type HeaderValues, headerEntries } from "../encode/headers.js";
import { isBinary, isByteStream, tagOf } from "../encode/lossy.js";
import { InvalidRequestError } from "../errors.js";
import type { FetchBody } from "../fetch-types.js";
import type { WriteBody } from "../settings/config.js";
import { textBody } from "./whole-body.js";

/**
 * For calls that the contract does not have: what `fetch` takes goes as it is, with the type that `fetch` gives it, and anything else as
 * JSON. Text is JSON, too, unless the call's headers name a type.
 *
 * @param headers of the call, whose `content-type` wins when they are sent
 */
export function anyBody(headers: HeaderValues | undefined): WriteBody {
  return (body) => {
    if (isForm(body)) return formBlob(body);
    if (tagOf(body) === "URLSearchParams")
      return new Blob([String(body)], { type: "application/x-www-form-urlencoded" });
    if (body instanceof Blob) return body;
    if (isByteStream(body)) return body as FetchBody;

    if (ArrayBuffer.isView(body) || tagOf(body) === "ArrayBuffer") return new Blob([body as BlobPart]);
    if (isBinary(body))
      throw new InvalidRequestError(
        `body is ${describe(body)}, which not every fetch sends: pass bytes, a Blob of this platform or a ReadableStream`,
      );
    const type = typeIn(headers);
    if (type !== undefined && typeof body === "string") return textBody(type)(body);
    if (type !== undefined && !/[/+]json\b/i.test(type))
      throw new InvalidRequestError(
        `body is ${describe(body)}, and its content-type is not JSON: pass text, bytes, URLSearchParams or FormData`,
      );
    return serializeBody(body);
  };
}

function typeIn(headers: HeaderValues | undefined): string | undefined {
  const named = headerEntries(headers ?? {}).filter(([name]) => name.toLowerCase() === "content-type");
  const type = named.at(-1)?.[1];
  // What is no text is refused with the other headers.
  return typeof type === "string" ? type : undefined;
}
