import { describe, expect, test } from "vitest";
import { readApi } from "../../docs/site/read-api.js";
import { apis, titleOf } from "../../scripts/apis.js";
import { ROOT } from "../support/paths.js";
import { typeErrors } from "../support/type-check.js";

describe.each(apis.map((api) => ({ title: titleOf(api), api })))(
  "the examples of $title in the reference",
  async ({ title, api }) => {
    const { examples } = await readApi(ROOT, api, title);

    test("there is one for each method, and each compiles", { timeout: 120_000 }, () => {
      expect(examples.length).toBeGreaterThan(15);
      const files = Object.fromEntries(examples.map(({ call, code }) => [`${call}.ts`, `${code}\nexport {};\n`]));
      expect(typeErrors(files)).toEqual([]);
    });

    test("one that is wrong does not", { timeout: 120_000 }, () => {
      const [{ code = "" } = {}] = examples;
      expect(typeErrors({ "wrong.ts": code.replace(/\.(\w+)\(/, ".$1Wrongly(") })).not.toEqual([]);
    });
  },
);
