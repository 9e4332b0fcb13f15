import { Command, CommanderError } from "commander";
import { VERSION } from "../runtime/version.js";
import { callCommand } from "./call.js";
import { completionCommands } from "./completion.js";
import { mockCommand } from "./mock.js";
import { printable, type Terminal, UsageError } from "./terminal.js";
import { webhooksCommand } from "./webhooks.js";

const epilogue = `
Examples:
  disputekit call whop disputes.list --company-id biz_1     a table; JSON lines where nobody reads
  disputekit call whop disputes.retrieve dspt_1 --json
  disputekit call whop payments.refund pay_1 --yes          without --yes it asks first
  disputekit mock whop --port 4010                          then: call … --server <its address>

Exit codes: 0 done, 1 the call failed, 2 the command line is wrong or nothing was sent.
`;

/** Runs one command line. @returns the exit code */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command("disputekit")
    .description("Typed clients for both sides of a card dispute: calls, webhooks and mocks.")
    .version(VERSION)
    .addHelpText("after", epilogue);
  const rest = args[0] === "call" ? args.slice(1).filter((word) => !word.startsWith("-")) : [];
  program.addCommand(await callCommand(terminal, rest));
  program.addCommand(webhooksCommand(terminal));
  program.addCommand(mockCommand(terminal));
  const [completion, complete] = completionCommands(terminal);
  if (completion) program.addCommand(completion);
  if (complete) program.addCommand(complete, { hidden: true });
  const settle = (command: Command): void => {
    command.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
    command.configureHelp({ helpWidth: Math.min(terminal.columns, 120) });
    command.commands.forEach(settle);
  };
  settle(program);
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    // commander has said what is wrong, and `--help` ends by this way, too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(`${printable(error instanceof Error ? error.message : String(error))}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
