import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = `${root}src/runtime/webhooks`;
const names = readdirSync(folder);

test("the modules take nothing of the runtime but its errors, and nothing of Node", () => {
  const imports = names.flatMap((name) =>
    [...readFileSync(`${folder}/${name}`, "utf8").matchAll(/from "([^"]+)"/g)].map(([, target]) => target!),
  );
  expect([...new Set(imports.filter((target) => !target.startsWith("./")))]).toEqual(["../errors.js"]);
});

test("verifying runs where there is nothing but the web's own objects", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { signWebhook } from "./sign-webhook.js";
        import { readWebhook } from "./read-webhook.js";
        globalThis.result = (async () => {
          const body = '{"type":"dispute.created"}';
          const headers = await signWebhook(body, { secret: "ws_0123456789abc" });
          return (await readWebhook(body, { headers, secret: "ws_0123456789abc" })).event.type;
        })();`,
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    minify: true,
    platform: "neutral",
    target: "es2022",
  });
  const globals: Record<string, unknown> = { crypto, TextEncoder, TextDecoder, atob, btoa };
  vm.runInNewContext(outputFiles[0]!.text, globals);
  expect(await globals.result).toBe("dispute.created");
  expect(outputFiles[0]!.contents.length).toBeLessThan(6_000);
});
