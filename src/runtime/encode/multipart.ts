import { InvalidRequestError } from "../errors.js";

/** What a file part accepts. A `File` brings its own name. */
export type Uploadable = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/**
 * An object as a form: arrays repeat their part, dates are ISO 8601, other objects are JSON, `null` and `undefined` are left out.
 * @throws InvalidRequestError for a file name that could break out of its header
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
  if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) {
    form.append(name, new Blob([part as BlobPart]), name);
  } else if (part instanceof Blob) {
    const fileName = part instanceof File ? part.name : name;
    if (/\p{Cc}/u.test(fileName))
      throw new InvalidRequestError(`body ${JSON.stringify(name)} has a file name with a control character`);
    form.append(name, part, fileName);
  } else if (part instanceof Date) {
    form.append(name, part.toISOString());
  } else {
    form.append(name, typeof part === "object" ? JSON.stringify(part) : String(part));
  }
}
