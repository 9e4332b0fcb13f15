/** Replaces in a text what the request carried as its secrets. */
export type Mask = (text: string) => string;

/** Stands for what was there. */
const MASKED = "***";

/** Shorter values are no secrets, but numbers and words such as `en`. @unit characters */
const SHORTEST = 4;

/** Shorter values also occur by chance within longer words, as `test` in `latest`: there they stay. @unit characters */
const SHORTEST_IN_WORDS = 8;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Headers that say what is sent or wanted, and nothing of who sends it. */
const PUBLIC = /^(?:accept(?:-[a-z]+)?|api-version-date|cache-control|content-[a-z]+|user-agent)$/;

/**
 * For texts of a server that may quote the request's headers: the key, as it was sent and as it is, and the values that the caller set.
 * @param sent the headers of the request, with names in lower case
 * @param query where the key is there: pairs in the form of an address
 */
export function maskOf(sent: Readonly<Record<string, string>> | undefined, query: string = ""): Mask {
  let pattern: RegExp | undefined;
  return (text) => {
    pattern ??= patternOf(sent ?? {}, query);
    return text.replace(pattern, MASKED);
  };
}

/**
 * The same for a body that was parsed, names included. What is nested so deep that a walk would exhaust the stack is masked as a whole.
 * @param text the body as it came
 */
export function maskBody(body: unknown, text: string, mask: Mask): unknown {
  // JSON can write each character in other ways, which all begin with a backslash.
  return text.includes("\\") || mask(text) !== text ? maskValue(body, mask, 0) : body;
}

function maskValue(value: unknown, mask: Mask, depth: number): unknown {
  if (typeof value === "string") return mask(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 100) return MASKED;
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [mask(name), maskValue(item, mask, depth + 1)]),
  );
}

function patternOf(sent: Readonly<Record<string, string>>, query: string): RegExp {
  const secrets = new Set<string>();
  const values = Object.entries(sent).flatMap(([name, value]) => (PUBLIC.test(name) ? [] : secretsOf(name, value)));
  for (const secret of [...values, ...new URLSearchParams(query).values()]) {
    // Also as base64 without its padding, and as it stands in an address, in JSON or in HTML.
    const forms = [
      secret,
      secret.replace(/=+$/, ""),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      secret.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!),
    ];
    for (const form of forms) if (form.length >= SHORTEST) secrets.add(form);
  }
  // The longest first: one may be the beginning of another.
  const alternatives = [...secrets].sort((left, right) => right.length - left.length).map(alternativeOf);
  return new RegExp(alternatives.join("|") || "(?!)", "gu");
}

function alternativeOf(secret: string): string {
  const literal = secret.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return secret.length < SHORTEST_IN_WORDS ? `(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])` : literal;
}

/** A header's value, or the secret parts of it. */
function secretsOf(name: string, value: string): string[] {
  if (name === "cookie") return value.split(";").map((pair) => pair.slice(pair.indexOf("=") + 1).trim());
  if (!name.endsWith("authorization")) return [value.trim()];
  const [, scheme, credentials] = /^ *(?:([\w-]+) +)?(.*?) *$/s.exec(value)!;
  const decoded = /^basic$/i.test(scheme ?? "") ? decodeBase64(credentials!) : "";
  const colon = decoded.indexOf(":");
  return [credentials!, decoded, decoded.slice(0, Math.max(0, colon)), decoded.slice(colon + 1)];
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}
