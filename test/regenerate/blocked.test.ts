import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RegenerateResult } from "../../scripts/regenerate/result.js";
import { summaryText } from "../../scripts/regenerate/summary-text.js";
import { regenerateWhop } from "./regenerate-whop.js";
import { commitAll, grownContract, smallProject } from "./small-project.js";

interface Blocked {
  readonly result: RegenerateResult;
  readonly read: (name: string) => Promise<string>;
  readonly printed: string;
}

/** A project whose overlay names a method, once the provider publishes another document. */
async function regenerateTo(upstream: string): Promise<Blocked> {
  const root = await smallProject({ git: false });
  await writeFile(join(root, "specs/whop/openapi.yaml"), grownContract);
  const actions = [{ target: "$.paths['/things'].get", description: "A name.", update: { "x-sdk-method": "all" } }];
  const overlay = { overlay: "1.0.0", info: { title: "Corrections", version: "1" }, actions };
  await writeFile(join(root, "specs/whop/overlay.yaml"), JSON.stringify(overlay));
  commitAll(root);
  const { result, out, read } = await regenerateWhop(root, upstream);
  return { result, read, printed: summaryText(result, out) };
}

type Document = { paths: Record<string, Record<string, Record<string, unknown>>> };

function grown(change: (document: Document) => void): string {
  const document = JSON.parse(grownContract) as Document;
  change(document);
  return JSON.stringify(document);
}

test("a correction whose operation is gone: the removal is told, as major, in every part of the report", async () => {
  const { result, read, printed } = await regenerateTo(
    grown(({ paths }) => {
      delete paths["/things"];
    }),
  );
  expect(result).toMatchObject({
    status: "broken",
    verdict: "major",
    counts: { major: 1, minor: 0, patch: 1 },
    labels: ["semver: major", "broken"],
    failure: { stage: "overlay", code: "overlay/no-match" },
  });
  expect(result.apis).toMatchObject([{ verdict: "major", counts: { major: 1 }, overlay: [{ blocks: true }] }]);
  const title = "Whop cannot be regenerated: overlay/no-match, 1 major, 1 patch";
  expect(await read("pr-title.txt")).toBe(`${title}\n`);
  const body = await read("pr-body.md");
  expect(body).toContain("| Whop | broken | major | 1 | 0 | 1 | 0 |");
  expect(body).toContain("`whop.things.all`: `GET /things` was removed");
  expect(body).toContain("a correction no longer fits the contract, and the comparison is made without");
  expect(await read("summary.md")).toContain("| Whop | broken | major |");
  expect(printed).toContain(title);
  expect(await read("changelog.md"), "nothing that users get").toBe("");
});

test("what no client can be generated from: the diff, and a finding of that", async () => {
  const { result, read } = await regenerateTo(
    grown(({ paths }) => {
      const body = { required: true, content: { "multipart/mixed": { schema: { type: "object" } } } };
      paths["/things"] = {
        ...paths["/things"],
        post: { ...paths["/things"]?.get, operationId: "createThing", requestBody: body },
      };
      delete paths["/things/{id}"]?.delete;
    }),
  );
  expect(result).toMatchObject({ status: "broken", verdict: "major", failure: { stage: "generate" } });
  const body = await read("pr-body.md");
  expect(body).toContain("a client cannot be generated");
  expect(body).toContain("`DELETE /things/{id}` was removed");
});

test("what is no document at all: no verdict, which is not none", async () => {
  const { result, read, printed } = await regenerateTo("<html></html>");
  expect(result).toMatchObject({ status: "broken", verdict: null, labels: ["broken"] });
  expect(result.proof).toEqual({ check: null, tests: null, skipped: [], verified: false });
  expect(result.apis).toMatchObject([{ verdict: null, counts: null }]);
  expect(await read("pr-body.md")).toContain("| Whop | broken | unknown | ? | ? | ? | 0 |");
  expect(await read("pr-body.md")).not.toContain("none");
  expect(printed).toMatch(/^Whop +broken +unknown +\? /m);
});
