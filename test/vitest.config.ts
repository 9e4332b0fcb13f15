import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    // Slower suites have their own commands: see CONTRIBUTING.
    exclude: ["test/bench/**", "test/slow/**", "test/faults-slow/**", "test/mutations/**", "**/node_modules/**"],
    testTimeout: 30_000,
    // The default leaves one of two cores idle.
    maxWorkers: 2,
  },
});
