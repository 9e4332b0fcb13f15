/** What a response says of an operation that is going away. */
export interface Deprecation {
  /** ISO 8601; absent where the response names no date. */
  readonly since: string | undefined;
  /** When the operation stops working. ISO 8601. */
  readonly sunset: string | undefined;
  /** Address of what takes its place, without query: as the server wrote it, so it may be relative. */
  readonly successor: string | undefined;
}

/** The part of `Headers` that is read. */
export interface ReceivedHeaders {
  get(name: string): string | null;
}

/** Reads `Deprecation` (RFC 9745, and the drafts before it), `Sunset` (RFC 8594) and `Link` (RFC 8288). */
export function readDeprecation(headers: ReceivedHeaders): Deprecation | undefined {
  const mark = headers.get("deprecation")?.trim();
  const link = headers.get("link");
  const sunset = toISODate(headers.get("sunset"));
  const successor = link ? findSuccessor(link) : undefined;
  const isDeprecated = mark && !/^(?:false|\?0)$/i.test(mark);
  if (!isDeprecated && !sunset && !successor) return undefined;
  return { since: isDeprecated ? toISODate(mark) : undefined, sunset, successor };
}

/** One line. Dates are written anew, and addresses are checked, so that nothing of a header can break it. */
export function deprecationLine(method: string, path: string, { since, sunset, successor }: Deprecation): string {
  const facts = [
    since ? `deprecated as of ${since}` : "deprecated",
    ...(sunset ? [`works until ${sunset}`] : []),
    ...(successor ? [`replaced by ${successor}`] : []),
  ];
  return `${method} ${path} is going away: ${facts.join(", ")}`;
}

/** `@1688169599`, or a date as HTTP writes it. */
function toISODate(text: string | null | undefined): string | undefined {
  if (!text || text.length > 64) return undefined;
  const date = new Date(text.startsWith("@") ? Number(/^@(\d{1,11})$/.exec(text)?.[1]) * 1000 : Date.parse(text));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Text in quotes, an address, text without meaning here, or one character. */
const TOKEN = /"(?:[^"\\]|\\.)*"|<[^>]*>|[^"<,;]+|./gs;

function findSuccessor(link: string): string | undefined {
  let target: string | undefined;
  let parameter = "";
  for (const [token] of `${link.slice(0, 8_000)},`.matchAll(TOKEN)) {
    if (token === "," || token === ";") {
      const relations = /^rel\s*=\s*"?([^"]*)/i.exec(parameter.trim())?.[1] ?? "";
      if (target !== undefined && relations.toLowerCase().split(/\s+/).includes("successor-version"))
        return clean(target);
      parameter = "";
      if (token === ",") target = undefined;
    } else if (token.startsWith("<")) target ??= token.slice(1, -1);
    else parameter += token;
  }
  return undefined;
}

function clean(address: string): string | undefined {
  const path = address.trim().replace(/[?#].*$/s, "");
  return /^[\x21-\x7e]{1,500}$/.test(path) ? path : undefined;
}
