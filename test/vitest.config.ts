import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const SLOW = "**/*.slow.test.ts";
const EXCLUDED = ["**/node_modules/**", "test/bench/**"];

/** A suite for each suffix, and the runtime's tests once more. `npm test` is `quick`; see CONTRIBUTING for the others. */
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  // The examples import the package by its name.
  resolve: {
    alias: [{ find: /^disputekit\/(.+)$/, replacement: fileURLToPath(new URL("../src/$1.ts", import.meta.url)) }],
  },
  test: {
    // The default leaves one of two cores idle.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: [...EXCLUDED, SLOW],
          testTimeout: 30_000,
          // Files share what they import: loading the compilers for each anew takes longer than many a test. So no test changes a module.
          isolate: false,
        },
      },
      {
        // Some measure their own process, so each file has one.
        extends: true,
        test: { name: "slow", include: [`test/${SLOW}`], exclude: EXCLUDED, testTimeout: 600_000 },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/**/*.e2e.ts"],
          exclude: EXCLUDED,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        // The tests of the runtime where nobody can add to `Object.prototype` or shadow its members by assignment.
        extends: true,
        test: {
          name: "frozen",
          include: ["runtime", "whop", "decisionly"].map((folder) => `test/${folder}/**/*.test.ts`),
          exclude: [...EXCLUDED, SLOW],
          setupFiles: [fileURLToPath(new URL("support/freeze.ts", import.meta.url))],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
