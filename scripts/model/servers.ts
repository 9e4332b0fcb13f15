import { SpecError } from "../diagnostics.js";
import { camelCase } from "../load/letter-case.js";
import type { Note } from "../load/notes.js";
import type { Server } from "../load/openapi.js";
import type { ApiConfig } from "./api-model.js";

type Servers = ApiConfig["servers"];

/**
 * Base URLs by environment. Variables have their defaults. Each environment is called what its server is (`sandbox`, `production`), or
 * after its host; a relative address is completed by `base`, and left out with a note where there is none.
 */
export function readServers(
  servers: readonly Server[],
  pointer: string,
  base: string | undefined,
  note: Note,
): Servers {
  const found: { environment: string; url: string }[] = [];
  const taken = new Set<string>();
  for (const [index, server] of servers.entries()) {
    const url = urlOf(server, base);
    if (url === undefined) {
      const what = `the server ${JSON.stringify(server.url)} has no address of its own, so callers must pass baseURL.`;
      note(new SpecError("model/relative-server", `${pointer}/${index}/url`, what, "An overlay can say the address."));
      continue;
    }
    const wanted = server["x-environment"] ?? environmentOf(server, url, index === 0);
    let environment = wanted;
    for (let number = 2; taken.has(environment); number += 1) environment = `${wanted}${number}`;
    taken.add(environment);
    found.push({ environment, url });
  }
  return found;
}

function urlOf({ url, variables = {} }: Server, base: string | undefined): string | undefined {
  const filled = url.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? String(variables[name]?.default) : whole,
  );
  if (/[{}]/.test(filled)) return undefined;
  // As it is written: a URL would add a slash to a bare host.
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(filled)) return URL.canParse(filled) ? filled : undefined;
  return base !== undefined && URL.canParse(filled, base) ? new URL(filled, base).href : undefined;
}

const KINDS = [
  ["sandbox", /sandbox/i],
  ["staging", /\bstag(?:e|ing)\b|\bstg\b/i],
  ["test", /\b(?:test|testing|uat|qa)\b/i],
  ["mock", /\bmock(?:ed|ing)?\b/i],
  ["demo", /\bdemo\b/i],
  ["beta", /\bbeta\b/i],
  ["development", /\bdev(?:elopment)?\b/i],
  ["local", /\blocal(?:host)?\b|\b127\.0\.0\.1\b/i],
  ["production", /\b(?:prod|production|live)\b/i],
] as const;

function environmentOf({ description = "" }: Server, url: string, isDefault: boolean): string {
  const { hostname } = new URL(url);
  for (const text of [description, hostname]) {
    // One that speaks of several says of none what it is.
    const [kind, ...more] = KINDS.filter(([, words]) => words.test(text));
    if (kind !== undefined && more.length === 0) return kind[0];
  }
  if (isDefault) return "production";
  const words = description.trim().split(/\s+/);
  const name = camelCase(words.length <= 3 && description !== "" ? description : (hostname.split(".")[0] ?? ""));
  return /^[A-Za-z]\w*$/.test(name) ? name : "production";
}
