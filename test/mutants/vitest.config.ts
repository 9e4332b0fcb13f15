import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Some folders of tests, to look at a part of the code sooner: a mutant that they do not see may still be seen by others. */
const folders = process.env.MUTANT_TESTS?.split(",") ?? ["test/runtime"];

/** The quick tests of the runtime, less hundreds of cells with servers, and less those that weigh a bundle, where each change shows. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: folders.map((folder) => `${folder}/**/*.test.ts`),
    exclude: [
      "**/node_modules/**",
      "**/*.slow.test.ts",
      "test/runtime/webhooks/standalone.test.ts",
      "test/runtime/**/bundle.test.ts",
    ],
    testTimeout: 30_000,
    // The test runner gives each mutant a run of its own in the same process.
    isolate: false,
  },
});
