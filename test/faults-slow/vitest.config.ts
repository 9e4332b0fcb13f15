import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** 100,000 items over failing requests, 1,000 calls that end early, and a search of all output for secrets: `npm run test:faults`. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  // One file at a time: both measure their own process.
  test: { include: ["test/faults-slow/**/*.test.ts"], testTimeout: 120_000, fileParallelism: false },
});
