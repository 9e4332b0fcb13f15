/** `application/json`, `text/json`, and every type that ends in `+json`; whatever its case and parameters. */
export function isJsonType(mediaType: string): boolean {
  return /^\s*(?:application\/json|text\/json|[^/;\s]+\/[^/;\s]+\+json)\s*(?:;|$)/i.test(mediaType);
}

/** How a client gives the body of a response of this type. Where a range says nothing, what it holds does. */
export function receivedAs(mediaType: string, holdsBytes = false): "json" | "text" | "blob" | "events" {
  const [type = ""] = mediaType.toLowerCase().split(";");
  const name = type.trim();
  if (name === "text/event-stream") return "events";
  if (isJsonType(name) || ((name === "*/*" || name === "application/*") && !holdsBytes)) return "json";
  return /^text\/|[/+]xml$|yaml$|^application\/(?:javascript|x-ndjson|jsonl|graphql|x-www-form-urlencoded)$/.test(
    name,
  ) && !holdsBytes
    ? "text"
    : "blob";
}

/**
 * How a client sends a body of a media type: as JSON, as the form of a page, as text, or as the bytes that it is given. `undefined` where
 * it cannot: other multipart types have no form fields, and text goes in UTF-8.
 */
export type SentAs = "json" | "multipart" | "form" | "text" | "bytes";

export function sentAs(mediaType: string, holdsBytes = false): SentAs | undefined {
  if (isMultipartForm(mediaType)) return "multipart";
  if (isJsonType(mediaType)) return "json";
  const name = /^\s*([\w!#$&^.+*-]+\/[\w!#$&^.+*-]+)\s*(?:;[\x20-\x7e]*)?$/.exec(mediaType)?.[1]?.toLowerCase();
  if (name === undefined || name.startsWith("multipart/")) return undefined;
  const as = receivedAs(name, holdsBytes);
  if (as === "json") return "json";
  if (as === "blob") return "bytes";
  if (/;\s*charset\s*=\s*"?(?!utf-?8\b|us-ascii\b)/i.test(mediaType)) return undefined;
  return name === URL_ENCODED ? "form" : "text";
}

export const URL_ENCODED = "application/x-www-form-urlencoded";

/** Whether any type will do, and so JSON. */
export function isAnyType(mediaType: string): boolean {
  return /^\s*(?:\*|application)\/\*\s*(?:;|$)/.test(mediaType);
}

/** `multipart/form-data`, whatever its case and parameters. Other multipart types have no form fields. */
export function isMultipartForm(mediaType: string): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/i.test(mediaType);
}
