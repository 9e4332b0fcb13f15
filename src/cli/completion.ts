import { Argument, Command } from "commander";
import { flagsOf } from "./operation-options.js";
import type { Terminal } from "./terminal.js";

const scripts = {
  bash: `_disputekit() {
  local IFS=$'\\n'
  COMPREPLY=($(disputekit complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _disputekit disputekit
`,
  zsh: `#compdef disputekit
_disputekit() {
  compadd -- \${(f)"$(disputekit complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"}
}
compdef _disputekit disputekit
`,
  fish: `complete -c disputekit -f -a '(disputekit complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};

/** `completion bash`: prints the script; it asks `complete` for the words that can follow. */
export function completionCommands(terminal: Terminal): Command[] {
  const completion = new Command("completion")
    .summary("print the script that completes words in a shell")
    .description(
      'For bash: eval "$(disputekit completion bash)" in ~/.bashrc; likewise for zsh. For fish: disputekit completion fish | source',
    )
    .addArgument(new Argument("<shell>").choices(Object.keys(scripts)))
    .action((shell: keyof typeof scripts) => terminal.out(scripts[shell]));
  const complete = new Command("complete").argument("[words...]").action(async (words: string[]) => {
    const last = words.at(-1) ?? "";
    const fitting = (await nextWords(terminal, words.slice(0, -1))).filter((word) => word.startsWith(last));
    terminal.out(fitting.map((word) => `${word}\n`).join(""));
  });
  return [completion, complete];
}

async function nextWords(terminal: Terminal, before: readonly string[]): Promise<string[]> {
  const [command, first, second] = before;
  const names = Object.keys(terminal.apis);
  if (command === undefined) return ["call", "webhooks", "mock", "completion", "--help", "--version"];
  if (command === "webhooks") return first === undefined ? ["sign", "verify", "send"] : [];
  if (command === "completion") return first === undefined ? Object.keys(scripts) : [];
  if (command === "mock") return first === undefined ? names : ["--port", "--for"];
  if (command !== "call") return [];
  if (first === undefined) return names;
  const contract = (await terminal.apis[first]?.mock())?.contract;
  if (contract === undefined) return [];
  if (second === undefined) return contract.operations.map(({ call }) => call);
  const operation = contract.operations.find(({ call }) => call === second);
  if (operation === undefined) return [];
  return [...flagsOf(contract, operation).map(({ flag }) => flag), "--json", "--yes", "--help"];
}
