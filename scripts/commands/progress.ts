/** Where progress is shown. */
export interface ProgressOutput {
  readonly stream: Pick<NodeJS.WriteStream, "write" | "columns">;
  /** Whether a line can be rewritten; otherwise there are plain lines alone, without control characters. */
  readonly isTerminal: boolean;
}

/** Shows which stage is at work: on a terminal in one line that is rewritten, elsewhere in a line per stage. */
export class Progress {
  readonly #output: ProgressOutput;
  #subject = "";
  #stages: string[] = [];

  constructor(output: ProgressOutput = standardError()) {
    this.#output = output;
  }

  /** For example `Whop: load … overlay … emit …`. */
  begin(subject: string, stage: string): void {
    const { stream, isTerminal } = this.#output;
    if (!isTerminal) {
      stream.write(`${subject}: ${stage}\n`);
      return;
    }
    if (subject !== this.#subject) this.#stages = [];
    this.#subject = subject;
    this.#stages.push(stage);
    const line = `${subject}: ${this.#stages.map((name) => `${name} …`).join(" ")}`;
    // A line that wraps cannot be rewritten. A terminal without a size says 0.
    stream.write(`\r\u001b[K${line.slice(0, (stream.columns || 80) - 1)}`);
  }

  /** Removes the line, so that other output has it to itself. Needed before anything else is written. */
  end(): void {
    if (this.#subject !== "") this.#output.stream.write("\r\u001b[K");
    this.#subject = "";
    this.#stages = [];
  }
}

/** Standard output belongs to the command's result, which may be a file or a pipe. */
function standardError(): ProgressOutput {
  const isTerminal = process.stdout.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
  return { stream: process.stderr, isTerminal };
}
