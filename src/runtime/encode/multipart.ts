import { InvalidRequestError } from "../errors.js";
import { toJson } from "./body.js";
import { describe } from "./encode.js";
import { isBinary } from "./lossy.js";

/** What a file part accepts. A `File` brings its own name. */
export type Uploadable = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/**
 * An object as a form: arrays repeat their part, dates are ISO 8601, other objects are JSON, `null` and `undefined` are left out.
 * @throws InvalidRequestError for a file name that could break out of its header, and for a value that a part cannot hold
 */
export function multipartBody(body: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    for (const part of Array.isArray(value) ? value : [value]) appendPart(form, name, part);
  }
  return form;
}

function appendPart(form: FormData, name: string, part: unknown): void {
  if (part === undefined || part === null) return;
  if (Object.prototype.toString.call(part) === "[object ArrayBuffer]" || ArrayBuffer.isView(part)) {
    form.append(name, new Blob([part as BlobPart]), name);
  } else if (part instanceof Blob) {
    const fileName = part instanceof File ? part.name : name;
    if (/\p{Cc}/u.test(fileName))
      throw new InvalidRequestError(`body ${JSON.stringify(name)} has a file name with a control character`);
    form.append(name, part, fileName);
  } else if (part instanceof Date) {
    form.append(name, part.toISOString());
  } else if (isBinary(part) || part instanceof FormData || typeof part === "function" || typeof part === "symbol") {
    // A stream, or a Blob that is not the platform's: a form would hold its name, `[object Blob]`.
    throw new InvalidRequestError(
      `body ${JSON.stringify(name)} is ${describe(part)}, which a form cannot hold: pass its bytes, or a Blob of this platform`,
    );
  } else {
    form.append(name, typeof part === "object" ? toJson(part, name) : String(part));
  }
}
