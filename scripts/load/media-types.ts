/** `application/json`, `text/json`, and every type that ends in `+json`; whatever its case and parameters. */
export function isJsonType(mediaType: string): boolean {
  return /^\s*(?:application\/json|text\/json|[^/;\s]+\/[^/;\s]+\+json)\s*(?:;|$)/i.test(mediaType);
}

/** `multipart/form-data`, whatever its case and parameters. Other multipart types have no form fields. */
export function isMultipartForm(mediaType: string): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/i.test(mediaType);
}
