import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Decisionly } from "../../../src/decisionly.js";
import { Whop } from "../../../src/whop.js";
import { ROOT } from "../../support/paths.js";
import { recordingFetch } from "../../support/recording-fetch.js";
import { filledPlaces } from "../../support/sample-value.js";
import { readSeedPages } from "../../support/seed-pages.js";
import { typeErrors } from "../../support/type-check.js";
import { disputeAlert, resolutionCenterCase, v1Case } from "./answers.js";
import { generateFrom, type SeedProject } from "./seed-project.js";

const pages = readSeedPages("the contract and the samples of the first pages");

describe("each of the three operations, with its sample as the answer", () => {
  test("whop.resolutionCenterCases.retrieve", async () => {
    const { fetch, requests } = recordingFetch(() => resolutionCenterCase);
    const found = await new Whop({ apiKey: "key_1", fetch }).resolutionCenterCases.retrieve("reso_1");
    expect(found).toEqual(resolutionCenterCase);
    expect(found.merchant_response_actions).toEqual(["accept", "deny"]);
    expect(found.resolution_events[0]?.reporter_type).toBe("customer");
    expect(sentBy(requests)).toEqual(["GET https://api.whop.com/api/v1/resolution_center_cases/reso_1 Bearer key_1"]);
  });

  test("whop.disputeAlerts.retrieve", async () => {
    const { fetch, requests } = recordingFetch(() => disputeAlert);
    const found = await new Whop({ apiKey: "key_1", fetch }).disputeAlerts.retrieve("dspa_1");
    expect(found).toEqual(disputeAlert);
    expect(found.payment?.user?.email).toBe("ada@shop.test");
    expect(found.dispute?.status).toBe("needs_response");
    expect(sentBy(requests)).toEqual(["GET https://api.whop.com/api/v1/dispute_alerts/dspa_1 Bearer key_1"]);
  });

  test("decisionly.v1.cases.retrieve", async () => {
    const { fetch, requests } = recordingFetch(() => v1Case);
    const found = await new Decisionly({ apiKey: "key_1", fetch }).v1.cases.retrieve("case_1");
    expect(found).toEqual(v1Case);
    expect(found.issuer_evidence?.prior_transaction?.card_fingerprint).toBe("print-1");
    expect(found.transaction?.amount).toBe(2450);
    expect(sentBy(requests)).toEqual(["GET https://api.decisionly.com/v1/issuer/cases/case_1 Basic a2V5XzE6"]);
  });
});

describe("the pages", () => {
  let project: SeedProject | undefined;
  let errors: string[] = [];

  // One run of the compiler for all.
  beforeAll(async () => {
    project = pages && (await generateFrom(pages.contract));
    const answers = readFileSync(join(ROOT, "test/generated/seeds/answers.ts"), "utf8");
    errors = typeErrors({
      ...(project && textsOf(project)),
      "test/generated/seeds/answers.ts": answers,
      "test/generated/seeds/wrong-alert.ts": answers.replace(/amount: 24\.5,/, 'amount: "24.5",'),
      "test/generated/seeds/wrong-case.ts": answers.replace("amount: 2450,", 'amount: "2450",'),
    });
  }, 120_000);
  afterAll(() => project?.remove());

  test.each([
    ["answers.ts", "the samples are a DisputeAlert, a V1Case and a ResolutionCenterCase", []],
    [
      "wrong-alert.ts",
      "a DisputeAlert with a text for an amount is none",
      ["'string' is not assignable to type 'number'"],
    ],
    ["wrong-case.ts", "a V1Case with a text for an amount is none", ["'string' is not assignable to type 'number'"]],
  ])("%s: %s", (file, _, want) => {
    const found = errors.filter((error) => error.startsWith(`test/generated/seeds/${file}`));
    expect(found).toEqual(want.map((text) => expect.stringContaining(text)));
  });

  describe.skipIf(pages === undefined)("as they are", () => {
    test("the samples have each property that the pages show", () => {
      expect(filledPlaces(disputeAlert).sort()).toEqual(filledPlaces(pages?.disputeAlert).sort());
      expect(filledPlaces(v1Case).sort()).toEqual(filledPlaces(pages?.v1Case).sort());
    });

    test("the contract of a page goes through pull and generate", () => {
      expect(project?.output).toMatch(/1 operations, 0 webhooks/);
      expect(project?.generated["generated/whop/resources/resolution-center-cases.ts"]).toMatch(
        /retrieve\(\s*id: string,/,
      );
    });

    test("its client compiles, and so does a call of it", () => {
      const found = errors.filter((error) => error.includes("disputekit-seed-"));
      expect(found).toEqual([expect.stringMatching(/misuse\.ts:5: Property 'due_dates' does not exist/)]);
    });
  });
});

function textsOf({ root, generated }: SeedProject): Record<string, string> {
  const texts = { ...generated, "use.ts": USE, "misuse.ts": USE.replace("found.due_date", "found.due_dates") };
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [join(root, path), text]));
}

const USE = `import { ResolutionCenterCases, Whop, WhopCore } from "./generated/whop/client.js";
import type { ResolutionCenterCase } from "./generated/whop/models.js";
const options = { apiKey: "key_1" };
const found: ResolutionCenterCase = await new Whop(options).resolutionCenterCases.retrieve("reso_1");
const due: string | null = found.due_date;
const same: ResolutionCenterCase = await new ResolutionCenterCases(new WhopCore(options)).retrieve(found.id);
export const used = [due, same.payment.total];
`;

function sentBy(requests: readonly Request[]): string[] {
  return requests.map(({ method, url, headers }) => `${method} ${url} ${headers.get("authorization")}`);
}
