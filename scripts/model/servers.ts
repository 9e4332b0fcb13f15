import { SpecError } from "../diagnostics.js";
import { camelCase } from "../load/letter-case.js";
import type { Note } from "../load/notes.js";
import type { Server } from "../load/openapi.js";
import type { ApiConfig } from "./api-model.js";

type Servers = ApiConfig["servers"];

/**
 * Base URLs by environment, as `nameServers` calls them. A relative address is completed by `base`, and left out with a note where there
 * is none.
 */
export function readServers(
  servers: readonly Server[],
  pointer: string,
  base: string | undefined,
  note: Note,
): Servers {
  return nameServers(servers, base).flatMap(({ environment, url }, index) => {
    if (url !== undefined) return [{ environment, url }];
    const what = `the server ${JSON.stringify(servers[index]?.url)} has no address of its own, so callers must pass baseURL.`;
    note(new SpecError("model/relative-server", `${pointer}/${index}/url`, what, "An overlay can say the address."));
    return [];
  });
}

/**
 * Each server with its environment, which is called what the server is (`sandbox`, `production`), or after its host. Variables have
 * their defaults. The `url` is `undefined` for a relative address without a `base`; it takes no name from the others.
 */
export function nameServers(
  servers: readonly Server[],
  base: string | undefined,
): readonly { readonly environment: string; readonly url: string | undefined }[] {
  const taken = new Set<string>();
  return servers.map((server, index) => {
    const url = urlOf(server, base);
    if (url === undefined) return { environment: server["x-environment"] ?? `relative${index + 1}`, url };
    const wanted = server["x-environment"] ?? environmentOf(server, url, index === 0);
    let environment = wanted;
    for (let number = 2; taken.has(environment); number += 1) environment = `${wanted}${number}`;
    taken.add(environment);
    return { environment, url };
  });
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
