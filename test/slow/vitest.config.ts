import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The suites that take minutes: `npm run test:slow`. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { include: ["test/slow/**/*.test.ts"], testTimeout: 600_000 },
});
