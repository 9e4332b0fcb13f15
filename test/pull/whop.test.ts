import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import { loadSpec } from "../../scripts/load/load-spec.js";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import { buildContract } from "../../scripts/pull/build-contract.js";
import { readChosenNames } from "../../scripts/pull/chosen-names.js";
import { published } from "../support/published-counts.js";
import { randomFrom } from "../support/random.js";
import { upstreamSpecs } from "../support/upstream.js";
import { type Meaning, meaningOf } from "./meaning.js";

const contractText = read("openapi.yaml");
const contract = loadSpec("specs/whop/openapi.yaml", contractText).document;
const names = readChosenNames("specs/whop/names.yaml", parseYaml("specs/whop/names.yaml", read("names.yaml")));
const { docs } = apiWith("whop");

describe("the committed contract", () => {
  test("is a fixed point", () => {
    const again = buildContract(contract, { names, docs });
    expect(again.text === contractText).toBe(true);
    expect(again.notes).toEqual([]);
  });

  test("has no sentence: texts with a space are the title, tags, and the phrases of statuses", () => {
    const phrases = ["OK", "Bad Request", "Not Found", "Unprocessable Entity", "Internal Server Error"];
    const allowed = new Set(["Whop API", ...phrases, ...(contract.tags ?? []).map(({ name }) => name)]);
    expect(textsOf(contract).filter((text) => /\s/.test(text) && !allowed.has(text))).toEqual([]);
  });

  test("has no field that only prose has", () => {
    const fields = new Set(contractText.match(/(?<=[\s{])(?:summary|x-[\w-]+)(?=: )/g));
    // `summary` is also the name of a property.
    expect([...fields].filter((field) => field !== "summary")).toEqual([]);
    expect(contractText).not.toMatch(/summary: (?!\{)/);
  });

  test("links each operation to its page", () => {
    const links = Object.values(contract.paths ?? {}).flatMap((item) =>
      [item.get, item.post, item.patch, item.delete].flatMap((operation) => operation?.externalDocs?.url ?? []),
    );
    expect(links.length).toBe(published.operations);
    expect(new Set(links).size).toBe(published.operations);
    expect(links).toContain(
      "https://docs.whop.com/api-reference/legacy/resolution-center-cases/retrieve-resolution-center-case",
    );
  });

  test("every discriminator's values lead to the variant that has the constant", () => {
    const unions = Object.values(contract.components?.schemas ?? {}).filter((schema) => schema.discriminator?.mapping);
    expect(unions.length).toBeGreaterThan(0);
    for (const { discriminator } of unions) {
      for (const [value, ref] of Object.entries(discriminator?.mapping ?? {})) {
        const variant = contract.components?.schemas?.[ref.slice("#/components/schemas/".length)];
        expect(variant?.properties?.[discriminator?.propertyName ?? ""]?.const).toBe(value);
      }
    }
  });

  test("is small", () => {
    expect(Buffer.byteLength(contractText)).toBeLessThan(700_000);
    expect(Math.max(...contractText.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});

const upstream = upstreamSpecs("the contract of Whop against the provider's document");

describe.skipIf(upstream === undefined)("the contract against the provider's document", () => {
  const document = upstream === undefined ? contract : readDocument(upstream.read("whop.upstream.yaml"));

  test("pulling the document gives the committed contract", () => {
    const pulled = buildContract(document, { names, docs });
    expect(pulled.counts).toEqual({ operations: 220, webhooks: 33, schemas: 295, cursorLists: 53 });
    expect(pulled.notes).toEqual([]);
    expect(pulled.text === contractText).toBe(true);
  });

  test("all component names are kept", () => {
    const kept = Object.keys(contract.components?.schemas ?? {});
    expect(Object.keys(document.components?.schemas ?? {}).filter((name) => !kept.includes(name))).toEqual([]);
  });

  test("with its references written out, every operation, webhook and schema means what the document's means", () => {
    const kept = new Set(Object.keys(document.components?.schemas ?? {}));
    const theirs = meaningOf(document, kept);
    const ours = meaningOf(contract, kept);
    expect(Object.keys(theirs).length).toBe(220 + 33 + 295 + 3);
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(differences(theirs, ours)).toEqual([]);
  });

  test("no text of more than 25 characters is the document's prose", () => {
    const tags = new Set(document.tags?.map(({ name }) => name));
    // A tag's description is its name.
    const prose = proseOf(document).filter((text) => text.length > 25 && !tags.has(text));
    expect(prose.length).toBeGreaterThan(2_000);
    expect(prose.filter((text) => contractText.includes(text))).toEqual([]);
  });

  test("a shuffled document gives the same bytes", () => {
    const pulled = buildContract(shuffled(document, randomFrom(7)), { names, docs });
    expect(pulled.text === contractText).toBe(true);
  });
});

function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../specs/whop/${name}`, import.meta.url)), "utf8");
}

function readDocument(text: string): OpenApiDocument {
  return loadSpec("whop.upstream.yaml", text).document;
}

function differences(theirs: Meaning, ours: Meaning): string[] {
  return Object.keys(theirs).filter((key) => theirs[key] !== ours[key]);
}

/** Every text of a document, keys left out. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The descriptions and summaries of a document. */
function proseOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === "description" || key === "summary") && typeof inner === "string" ? [inner.trim()] : proseOf(inner),
  );
}

/** The same document with its maps, and the lists whose order means nothing, in another order. */
function shuffled<Value>(value: Value, random: () => number): Value;
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    const isFree = Array.isArray(inner) && ["required", "enum", "type", "oneOf", "parameters", "tags"].includes(key);
    // The first tag of an operation is its resource; none has two here.
    return [
      key,
      isFree
        ? mix(
            inner.map((item: unknown) => shuffled(item, random)),
            random,
          )
        : shuffled(inner, random),
    ];
  });
  return Object.fromEntries(mix(entries, random));
}

function mix<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
}
