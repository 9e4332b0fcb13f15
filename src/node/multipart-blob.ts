import { randomUUID } from "node:crypto";

/**
 * A form as `multipart/form-data`. Its files are not read here: the parts stay what they are, and the length is known all the same,
 * which storages ask for. Written as the HTML standard has it, since undici knows the forms of its own package only.
 */
export function multipartBlob(form: FormData): Blob {
  // In lower case, because that is what a Blob makes of its type.
  const boundary = `----formdata-disputekit-${randomUUID()}`;
  const parts: BlobPart[] = [];
  for (const [name, value] of form) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${quote(withCrlf(name))}"`;
    if (typeof value === "string") {
      parts.push(`${start}\r\n\r\n${withCrlf(value)}\r\n`);
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
