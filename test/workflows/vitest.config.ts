import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The shell steps of the workflows as they stand, in repositories of their own: `npm run test:workflows`. Some twenty seconds. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { include: ["test/workflows/**/*.e2e.ts"], testTimeout: 60_000, maxWorkers: 2 },
});
