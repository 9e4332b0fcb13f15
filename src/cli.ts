#!/usr/bin/env node
import { run } from "./cli/run.js";

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stdin: process.stdin,
  isTerminal: process.stdout.isTTY === true && process.stdin.isTTY === true,
  columns: process.stdout.columns ?? 120,
  apis: {
    whop: {
      client: async (options) => new (await import("./whop.js")).Whop(options),
      mock: async () => (await import("./testing.js")).mockWhop(),
    },
    "whop-current": {
      client: async (options) => new (await import("./whop-current.js")).Whop(options),
      mock: async () => (await import("./testing.js")).mockWhopCurrent(),
    },
    decisionly: {
      client: async ({ environment: _, ...options }) => new (await import("./decisionly.js")).Decisionly(options),
      mock: async () => (await import("./testing.js")).mockDecisionly(),
    },
  },
});
