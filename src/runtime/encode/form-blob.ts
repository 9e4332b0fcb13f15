import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";

/** A part of a form: its name, and its text or its file. */
export type FormPart = readonly [name: string, value: string | File];

/** A form of whichever realm or package: undici has a class of its own. Not that of `form-data`, which is a stream. */
export function isForm(value: unknown): value is FormData {
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) return false;
  // happy-dom's does not say its name.
  const isOurs = typeof FormData === "function" && value instanceof FormData;
  return isOurs || Object.prototype.toString.call(value) === "[object FormData]";
}

/**
 * A form as `multipart/form-data`, as the HTML standard has it. Our own, since each `fetch` knows the forms of its own package only, and
 * turns others into the text `[object FormData]`. No file is read here: the parts stay what they are, and the length is known all the same.
 * @throws InvalidRequestError for a file of a library's own class, of which the platform would send the name
 */
export function formBlob(form: Iterable<FormPart>): Blob {
  // In lower case, because that is what a Blob makes of its type.
  const boundary = `----formdata-disputekit-${crypto.randomUUID()}`;
  const parts: BlobPart[] = [];
  for (const [name, value] of form) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(withCrlf(name))}"`;
    if (typeof value === "string") {
      parts.push(`${start}\r\n\r\n${withCrlf(value)}\r\n`);
    } else if (!(value instanceof Blob)) {
      throw new InvalidRequestError(
        `form part ${JSON.stringify(name)} is ${describe(value)} that is not this platform's`,
      );
    } else {
      const type = value.type || "application/octet-stream";
      parts.push(`${start}; filename="${quote(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, "\r\n");
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return new Blob(parts, { type: `multipart/form-data; boundary=${boundary}` });
}

function withCrlf(text: string): string {
  return text.replace(/\r\n|\r|\n/g, "\r\n");
}

/** What would end the name or its line. */
function quote(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
