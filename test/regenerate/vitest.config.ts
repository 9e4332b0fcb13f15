import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** What runs `regenerate` and `generate --watch` as a whole, in projects of their own: `npm run test:regenerate`. Takes minutes. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/{regenerate,commands}/**/*.e2e.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
  },
});
