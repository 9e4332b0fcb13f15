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

/** Whether any type will do, and so JSON. */
export function isAnyType(mediaType: string): boolean {
  return /^\s*(?:\*|application)\/\*\s*(?:;|$)/.test(mediaType);
}

/** `multipart/form-data`, whatever its case and parameters. Other multipart types have no form fields. */
export function isMultipartForm(mediaType: string): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/i.test(mediaType);
}
