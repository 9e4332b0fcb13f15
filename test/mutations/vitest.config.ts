import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Single changes of the real contracts and what is said of them: `npm run test:mutations`. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  // The default leaves one of two cores idle.
  test: { include: ["test/mutations/**/*.test.ts"], testTimeout: 60_000, maxWorkers: 2 },
});
