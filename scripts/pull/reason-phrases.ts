/** The standard name of a status (RFC 9110, RFC 6585): what the contract says where OpenAPI requires a description. */
export function reasonPhrase(status: string): string {
  const phrase = PHRASES[status] ?? PHRASE_OF_RANGE[status.toUpperCase()];
  return phrase ?? (status === "default" ? "Default" : `Status ${status}`);
}

/** `404` is `NotFound`. */
export function responseName(status: string): string {
  return reasonPhrase(status).replaceAll(/[^A-Za-z0-9]/g, "");
}

/** `NotFound` is `Not Found`: the description of a response under `components`. */
export function phraseOfName(name: string): string {
  const status = Object.keys(PHRASES).find((candidate) => responseName(candidate) === name);
  return status === undefined ? name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ") : reasonPhrase(status);
}

// Our own table: the texts of `node:http` may change with Node, and the contract's bytes must not.
const PHRASES: Readonly<Record<string, string>> = {
  "200": "OK",
  "201": "Created",
  "202": "Accepted",
  "203": "Non-Authoritative Information",
  "204": "No Content",
  "205": "Reset Content",
  "206": "Partial Content",
  "301": "Moved Permanently",
  "302": "Found",
  "303": "See Other",
  "304": "Not Modified",
  "307": "Temporary Redirect",
  "308": "Permanent Redirect",
  "400": "Bad Request",
  "401": "Unauthorized",
  "402": "Payment Required",
  "403": "Forbidden",
  "404": "Not Found",
  "405": "Method Not Allowed",
  "406": "Not Acceptable",
  "408": "Request Timeout",
  "409": "Conflict",
  "410": "Gone",
  "411": "Length Required",
  "412": "Precondition Failed",
  "413": "Content Too Large",
  "415": "Unsupported Media Type",
  "416": "Range Not Satisfiable",
  "422": "Unprocessable Entity",
  "423": "Locked",
  "424": "Failed Dependency",
  "425": "Too Early",
  "426": "Upgrade Required",
  "428": "Precondition Required",
  "429": "Too Many Requests",
  "431": "Request Header Fields Too Large",
  "451": "Unavailable For Legal Reasons",
  "500": "Internal Server Error",
  "501": "Not Implemented",
  "502": "Bad Gateway",
  "503": "Service Unavailable",
  "504": "Gateway Timeout",
};

const PHRASE_OF_RANGE: Readonly<Record<string, string>> = {
  "1XX": "Informational",
  "2XX": "Successful",
  "3XX": "Redirection",
  "4XX": "Client Error",
  "5XX": "Server Error",
};
