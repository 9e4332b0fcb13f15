import { build } from "esbuild";
import { expect, test } from "vitest";
import { ROOT } from "../../support/paths.js";

test.each([
  ["the helpers alone hold no client", 'export { formatMoney, toMinorUnits } from "./src/index.js";', true, false],
  ["a client holds none of them", 'export { Disputes, WhopCore } from "./src/whop.js";', false, true],
])("%s", async (_, contents, currencies, client) => {
  const text = await bundle(contents);
  expect([text.includes("AED AFN"), /class ClientCore|ClientCore = class/.test(text)]).toEqual([currencies, client]);
});

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["jose"],
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
