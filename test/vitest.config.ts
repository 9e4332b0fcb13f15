import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    // Slower suites have their own commands: see CONTRIBUTING.
    exclude: ["test/bench/**", "test/slow/**", "test/faults-slow/**", "test/mutations/**", "**/node_modules/**"],
    testTimeout: 30_000,
    // Files share what they import: loading the compilers for each anew takes longer than many a test. So no test changes a module.
    isolate: false,
    // The default leaves one of two cores idle.
    maxWorkers: 2,
  },
});
