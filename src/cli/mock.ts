import { Argument, Command } from "commander";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./terminal.js";

/** `mock whop --port 4010`: an API in memory, until it is interrupted. */
export function mockCommand(terminal: Terminal): Command {
  return new Command("mock")
    .summary("serve an API in memory")
    .description("Serves a mock of an API on 127.0.0.1: valid data for every operation, and state until it ends.")
    .addArgument(new Argument("<api>").choices(Object.keys(terminal.apis)))
    .option("--port <port>", "0 for any that is free", "4010")
    .option("--for <seconds>", "end by itself after this time")
    .action(async (name: string, options: { port: string; for?: string }) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new UsageError(`--port: not a port: ${options.port}`);
      const mock = await terminal.apis[name]?.mock();
      const server = await mock?.start(port);
      terminal.out(`${server?.url}\n`);
      terminal.err(`give it to a client as baseURL; any key is taken, such as ${mock?.clientOptions.apiKey}\n`);
      await new Promise<void>((done) => {
        const timer = options.for === undefined ? undefined : setTimeout(done, Number(options.for) * 1000);
        for (const signal of ["SIGINT", "SIGTERM"] as const) {
          process.once(signal, () => {
            clearTimeout(timer);
            done();
          });
        }
      });
      await server?.stop();
    });
}
