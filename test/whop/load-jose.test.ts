import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Platform } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const source = fileURLToPath(new URL("../../src", import.meta.url));

describe("where jose is not installed", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "without-jose-"));
    await cp(source, join(folder, "src"), { recursive: true });
    await rm(join(folder, "src/tsconfig.json"));
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each<Platform>(["browser", "neutral", "node"])(
    "a bundle for %s is built, and using it says what to install",
    async (platform) => {
      const outfile = join(folder, `${platform}.js`);
      const entryPoints = [join(folder, "src/whop/verify-user-token.ts")];
      const { errors } = await build({
        entryPoints,
        outfile,
        platform,
        bundle: true,
        format: "esm",
        target: "es2022",
        logLevel: "silent",
      });
      expect(errors).toEqual([]);
      // In a process of its own, whose imports are resolved by Node alone.
      const script = `import { verifyUserToken } from ${JSON.stringify(outfile)};
        await verifyUserToken("a.b.c", { appId: "app_1", dontThrow: true }).catch((error) => console.log(error.name, error.message));`;
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
      expect(stdout).toBe(
        "ConfigurationError verifyUserToken: the package jose 6 is not installed. Run `npm install jose`\n",
      );
    },
  );
});
