import { describe, expect, test } from "vitest";
import { repeatsName } from "../../docs/site/repeats-name.js";
import { type Api, apis, titleOf } from "../../scripts/apis.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import { isReference, type OpenApiDocument, type Parameter, type Schema } from "../../scripts/load/openapi.js";
import { eventsOf, operationsOf, walkSchemas } from "../../scripts/normalize/walk-schemas.js";
import { specAfter } from "../../scripts/pipeline.js";
import { ROOT } from "../support/paths.js";

/** What a reader meets in a contract: where it is, and the words that explain it. */
interface Item {
  readonly name: string;
  readonly place: string;
  readonly words: string | undefined;
  readonly isAmount?: boolean;
}

type Kind = "properties" | "amounts" | "parameters" | "operations" | "events";

/** The words are our own: a contract that has just been added has none yet. */
const worded = apis.filter(
  ({ id, overlays }) => id === "decisionly" || overlays.some((file) => file.startsWith("docs")),
);

test("all but added APIs have words", () => {
  expect(worded.map(({ id }) => id)).toEqual(expect.arrayContaining(["whop", "whop-current", "decisionly"]));
});

describe.each(worded.map((api) => ({ title: titleOf(api), api })))("the words of $title", async ({ title, api }) => {
  const items = itemsOf(await normalizedDocument(api));

  test("cover properties to 97 %, amounts, parameters, operations and events in full", () => {
    console.log(coverageLine(title, items));
    expect(share(items.properties)).toBeGreaterThanOrEqual(0.97);
    for (const kind of ["amounts", "parameters", "operations", "events"] as const)
      expect(items[kind].filter(isUnexplained).map(placeAndWords), kind).toEqual([]);
  });

  test("name the unit of each amount", () => {
    const silent = items.amounts.filter(({ words = "" }) => !UNIT.test(words));
    expect(silent.map(placeAndWords)).toEqual([]);
    expect(items.amounts.length).toBeGreaterThan(3);
  });
});

test.each([
  ["id", "The id."],
  ["id", "ID"],
  ["created_at", "Created at."],
  ["bank_name", "The name of the bank."],
  ["bankName", "Name of the bank; null for none."],
  ["accounts", "The account."],
])("of the field %s, the words %j only repeat the name", (name, words) => {
  expect(repeatsName(name, words)).toBe(true);
});

test.each([
  ["id", "Identifies the dispute (`dspt_…`)."],
  ["created_at", "When it was created (ISO 8601)."],
  ["amount", "Amount in major units of `currency`."],
])("of the field %s, the words %j say more than the name", (name, words) => {
  expect(repeatsName(name, words)).toBe(false);
});

test("what has no words, and what only repeats its name, is counted as missing", () => {
  const schema = (description?: string): Schema => ({ type: "number", ...(description && { description }) });
  const { properties, amounts, operations, parameters } = itemsOf({
    openapi: "3.1.0",
    info: { title: "Shop", version: "1" },
    paths: {
      "/orders": {
        get: {
          operationId: "listOrders",
          parameters: [{ name: "size", in: "query", schema: schema(), description: "The size." }],
          responses: {},
        },
      },
    },
    components: {
      schemas: {
        Order: { type: "object", properties: { amount: schema(), size: schema("Size."), age: schema("In days.") } },
      },
    },
  });
  expect(properties.filter(isUnexplained).map(({ place }) => place)).toEqual(["Order.amount", "Order.size"]);
  expect(share(properties)).toBeCloseTo(1 / 3);
  expect(amounts.filter(isUnexplained)).toHaveLength(1);
  expect(operations.filter(isUnexplained)).toHaveLength(1);
  expect(parameters.filter(isUnexplained)).toHaveLength(1);
});

async function normalizedDocument(api: Api): Promise<OpenApiDocument> {
  return specAfter("normalize", await readSources(ROOT, api)).document;
}

function itemsOf(document: OpenApiDocument): Record<Kind, Item[]> {
  const names = new Map(Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [schema, name]));
  const properties: Item[] = [];
  walkSchemas(document, (schema) => {
    const owner = names.get(schema) ?? "(inline)";
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      properties.push({
        name,
        place: `${owner}.${name}`,
        words: property.description,
        isAmount: isAmount(name, property),
      });
  });
  const operations = operationsOf(document);
  const declared: (Parameter | undefined)[] = [
    ...Object.values(document.components?.parameters ?? {}),
    ...operations.flatMap(({ operation }) =>
      (operation.parameters ?? []).map((node) => (isReference(node) ? undefined : node)),
    ),
  ];
  return {
    properties,
    amounts: properties.filter((item) => item.isAmount),
    parameters: declared.flatMap((parameter) =>
      parameter === undefined ? [] : [{ name: parameter.name, place: parameter.name, words: parameter.description }],
    ),
    // "Retrieve a lead." and "A plan was created." repeat a name, and yet are what a reader looks for.
    operations: operations.map(({ verb, path, operation }) => ({
      name: "",
      place: `${verb} ${path}`,
      words: operation.summary ?? operation.description,
    })),
    events: eventsOf(document).map(({ type, operation }) => ({
      name: "",
      place: type,
      words: operation.description ?? operation.summary,
    })),
  };
}

/** An amount of money: a number, or decimal text, under a name that says so. */
function isAmount(name: string, { type, description }: Schema): boolean {
  const isScalar = [type].flat().some((kind) => kind === "number" || kind === "integer" || kind === "string");
  return isScalar && MONEY.test(name) && !NOT_MONEY.test(name) && !/^How many /.test(description ?? "");
}

const MONEY = /(^|_)(amount|subtotal|total|price|balance|budget|fee|usd|spend|revenue|earnings)(_|$)/;
const NOT_MONEY = /count|percentage|^formatted_|_bps$|_days$|_rate$/;
const UNIT =
  /major (currency )?units|smallest unit|cents|dollars|[Uu]nit.* not documented|not document the unit|percent|tokens|units of the (currency|token)|currency is not/;

function isUnexplained({ name, words = "" }: Item): boolean {
  return words.trim() === "" || repeatsName(name, words);
}

function share(items: readonly Item[]): number {
  return items.filter((item) => !isUnexplained(item)).length / items.length;
}

function placeAndWords({ place, words }: Item): string {
  return `${place}: ${words ?? "(nothing)"}`;
}

function coverageLine(title: string, items: Record<Kind, Item[]>): string {
  const parts = Object.entries(items).map(([kind, all]) => {
    const explained = all.filter((item) => !isUnexplained(item)).length;
    return all.length === 0
      ? `${kind} none`
      : `${kind} ${explained} of ${all.length} (${((100 * explained) / all.length).toFixed(1)} %)`;
  });
  return `Words of ${title}: ${parts.join(", ")}`;
}
