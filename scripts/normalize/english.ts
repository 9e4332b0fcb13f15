import { singular } from "../load/letter-case.js";

/** Words and sentences for what a contract names and does not describe. */

/** The words of a name in camelCase, snake_case or plain text, acronyms in capitals: `aiChats` is `AI chats`. */
export function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => SPELLINGS[word.toLowerCase()] ?? word.toLowerCase())
    .join(" ");
}

/** With a capital at its start, and a full stop behind its last word. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[\p{L}\p{N})"'`]$/u.test(trimmed) ? "." : ""}`;
}

/** `an ad campaign`, `a user`, `an SMS`; nothing before a plural or what cannot be counted. */
export function withArticle(noun: string): string {
  const last = noun.split(" ").at(-1) ?? "";
  const isPlural = singular(last) !== last && !/^[A-Z]+$/.test(last);
  if (isPlural || UNCOUNTABLE.has(last.toLowerCase())) return noun;
  return `${startsWithVowel(noun) ? "an" : "a"} ${noun}`;
}

/** By sound: letters of an acronym are read one by one, and `user` begins like `you`. */
function startsWithVowel(phrase: string): boolean {
  const [word = ""] = phrase.split(" ");
  if (/^[A-Z]{2,}$/.test(word)) return /^[AEFHILMNORSX]/.test(word);
  if (/^(?:eu|one|ub|uk|uni|us[aeiu])/i.test(word)) return false;
  return /^(?:[aeiou]|heir|honest|hour)/i.test(word);
}

const UNCOUNTABLE: ReadonlySet<string> = new Set(
  "access content data evidence feedback history info information media metadata progress sql support usage".split(" "),
);

const SPELLINGS: Readonly<Record<string, string>> = {
  ai: "AI",
  api: "API",
  apikey: "API key",
  csv: "CSV",
  dm: "DM",
  dms: "DMs",
  faq: "FAQ",
  html: "HTML",
  http: "HTTP",
  id: "ID",
  ids: "IDs",
  ip: "IP",
  json: "JSON",
  kyc: "KYC",
  oauth: "OAuth",
  pdf: "PDF",
  sdk: "SDK",
  sms: "SMS",
  sql: "SQL",
  sso: "SSO",
  ui: "UI",
  url: "URL",
  urls: "URLs",
  vat: "VAT",
};
