import { InvalidRequestError } from "../errors.js";
import { toJson } from "./body.js";
import { describe, isDate } from "./encode.js";
import { type FormPart, formBlob, isForm } from "./form-blob.js";
import { isBinary, isCopyable } from "./lossy.js";

/** What a file part accepts. A `File` brings its own name. */
export type Uploadable = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/**
 * An object as a form: arrays repeat their part, dates are ISO 8601, other objects are JSON. Properties that are `null` or `undefined` are
 * left out. A form stays as it is.
 * @returns the form as it is sent, whose type has the boundary; nothing where it would have no part, which no form may be
 * @throws InvalidRequestError for a file name that could break out of its header, and for a value that a part cannot hold
 */
export function multipartBody(body: unknown): Blob | undefined {
  if (isForm(body)) return formBlob(body);
  if (!isCopyable(body)) throw new InvalidRequestError(`body is ${describe(body)}, and a form must be an object`);
  const parts: FormPart[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined || value === null) continue;
    for (const part of Array.isArray(value) ? value : [value]) parts.push([name, toPart(name, part)]);
  }
  return parts.length === 0 ? undefined : formBlob(parts);
}

function toPart(name: string, part: unknown): string | File {
  if (Object.prototype.toString.call(part) === "[object ArrayBuffer]" || ArrayBuffer.isView(part)) {
    return new File([part as BlobPart], name);
  }
  if (part instanceof Blob) {
    const fileName = part instanceof File ? part.name : name;
    if (/\p{Cc}/u.test(fileName))
      throw new InvalidRequestError(`body ${JSON.stringify(name)} has a file name with a control character`);
    return part instanceof File ? part : new File([part], fileName, { type: part.type });
  }
  if (isDate(part)) return part.toISOString();
  if (part === undefined || part === null || (typeof part === "number" && !Number.isFinite(part)))
    throw new InvalidRequestError(`body ${JSON.stringify(name)} is ${describe(part)}, which a form cannot hold`);
  if (isBinary(part) || isForm(part) || typeof part === "function" || typeof part === "symbol") {
    // A stream, or a Blob that is not the platform's: a form would hold its name, `[object Blob]`.
    throw new InvalidRequestError(
      `body ${JSON.stringify(name)} is ${describe(part)}, which a form cannot hold: pass its bytes, or a Blob of this platform`,
    );
  }
  if (typeof part === "object") return toJson(part, name);
  const text = String(part);
  if (/\p{Surrogate}/u.test(text))
    throw new InvalidRequestError(
      `body ${JSON.stringify(name)} has half of a surrogate pair, which a form cannot hold`,
    );
  return text;
}
