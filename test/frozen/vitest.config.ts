import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The tests of the runtime once more, where nobody can add to `Object.prototype` or shadow its members by assignment. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["runtime", "webhooks", "uploads", "user-tokens", "decisionly", "faults"].map(
      (name) => `test/${name}/**/*.test.ts`,
    ),
    setupFiles: [fileURLToPath(new URL("freeze.ts", import.meta.url))],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
