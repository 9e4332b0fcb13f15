import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { compareWithBody } from "../../scripts/drift/compare-with-body.js";
import { findDrift } from "../../scripts/drift/find-drift.js";
import { readSeedPages } from "../support/seed-pages.js";
import { driftTarget, fileOf, jsonSample } from "./drift-target.js";

const targets = { decisionly: driftTarget("decisionly"), whop: driftTarget("whop") };
const styles = ["full", "falsy", "nulls", "bare"] as const;
const seeds = readSeedPages("the drift of the pages' sample answers");

describe.each([
  { id: "decisionly", bodies: 44 },
  { id: "whop", bodies: 250 },
] as const)("$id", ({ id, bodies: least }) => {
  const target = targets[id];
  // Bodies of one schema are one body here: there are many equal error answers.
  const bodies = [...new Map(target.bodies.all.map((body) => [`${body.role} ${body.pointer}`, body])).values()];

  test.each(styles)("samples made from the contract, %s, show no drift", (style) => {
    const samples = bodies.map((body) => {
      return { file: fileOf(body), text: JSON.stringify(jsonSample(target.document, body, { style })) };
    });
    const report = findDrift(target, samples);
    // Nought and nothing are below some bounds, which is then the one thing to be found.
    expect(report.findings.filter(({ kind }) => style !== "falsy" || kind !== "out-of-bounds")).toEqual([]);
    expect(report.samples.filter(({ status }) => status !== "checked")).toEqual([]);
    expect(report.counts.checked).toBeGreaterThanOrEqual(least);
  });

  test("each member of a union is recognised as itself", () => {
    for (const variant of [1, 2, 3]) {
      for (const body of bodies) {
        const value = jsonSample(target.document, body, { style: "full", variant });
        expect(compareWithBody(target.document, body, value), fileOf(body)).toEqual([]);
      }
    }
  });
});

test("what a JSON Schema validator refuses is found at each place of a body, and nothing else contradicts", () => {
  const { document, bodies } = targets.decisionly;
  const validator = new Ajv2020({ strict: false, allErrors: false, validateSchema: false });
  addFormats.default(validator);
  validator.addSchema(document as object, "contract");
  let refused = 0;
  let spoiled = 0;
  const files = [
    "retrieveV1Case/200.json",
    "createV2Case.request.json",
    "retrieveV2CaseReview/200.json",
    "case.won.event.json",
  ];
  for (const body of bodies.all.filter((one) => files.includes(fileOf(one)))) {
    const validate = validator.compile({ $ref: `contract#${encodeURI(body.pointer)}` });
    for (const [pointer, value] of spoilings(jsonSample(document, body, { style: "full" }))) {
      spoiled += 1;
      const found = compareWithBody(document, body, value);
      if (validate(value)) expect(found.filter(({ severity }) => severity === "contradicts")).toEqual([]);
      else {
        refused += 1;
        const places = found.map(({ at }) => at);
        // A body of another kind can also be refused for what is in it, and not in it.
        expect(
          places.some((at) => at === pointer || at.startsWith(`${pointer}/`)),
          `${fileOf(body)} ${pointer}`,
        ).toBe(true);
      }
    }
  }
  expect(refused).toBeGreaterThan(500);
  expect(spoiled).toBeGreaterThan(refused);
});

test.runIf(seeds !== undefined)(
  "the sample answer of Decisionly's page on v1 cases fits, by content as well as by name",
  () => {
    const text = JSON.stringify(seeds?.v1Case);
    const report = findDrift(targets.decisionly, [
      { file: "a-page.json", text },
      { file: "retrieveV1Case.200.json", text },
    ]);
    expect(report.findings).toEqual([]);
    expect(report.samples).toEqual([
      {
        file: "a-page.json",
        status: "checked",
        by: "content",
        is: "response 201 of decisionly.createV1Case and 3 more",
        problem: null,
      },
      {
        file: "retrieveV1Case.200.json",
        status: "checked",
        by: "name",
        is: "response 200 of decisionly.retrieveV1Case",
        problem: null,
      },
    ]);
  },
);

/** The value with one place in it replaced, for each place and each of some values of another kind. */
function* spoilings(value: unknown): Generator<[pointer: string, value: unknown]> {
  for (const odd of [null, 3, "odd", { odd: 1 }]) yield ["", odd];
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    for (const [pointer, spoiled] of spoilings(inner)) {
      const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
      copy[key] = spoiled;
      yield [`/${key.replaceAll("~", "~0").replaceAll("/", "~1")}${pointer}`, copy];
    }
  }
}
