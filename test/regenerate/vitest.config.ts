import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What runs the command as a whole, in projects of its own: `npm run test:regenerate`. Takes minutes. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { include: ["test/regenerate/**/*.e2e.ts"], testTimeout: 600_000, hookTimeout: 600_000, maxWorkers: 2 },
});
