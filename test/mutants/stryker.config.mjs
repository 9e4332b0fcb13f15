/**
 * `npm run test:mutants`: changes the code of requests, lists and webhooks in one place at a time, and asks which change no test sees.
 * Not part of CI, since it takes long. `npm run test:mutants -- --mutate src/runtime/request/retry.ts` does one file.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: ["src/runtime/{request,lists,webhooks}/*.ts", "src/runtime/settings/origin.ts"],
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "test/mutants/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 10_000,
  tempDirName: ".cache/mutants",
  ignorePatterns: [".cache", "dist", "docs", "examples"],
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
  thresholds: { high: 97, low: 97, break: 97 },
};
