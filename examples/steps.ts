import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const color = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);

/** Shows the steps of a program: what each is about, the lines of code that do it, and what they print. */
export function steps(moduleUrl: string) {
  const file = fileURLToPath(moduleUrl);
  const lines = readFileSync(file, "utf8").split("\n");
  const name = relative(process.cwd(), file);
  let count = 0;

  return async function step<Result>(title: string, body: () => Promise<Result>): Promise<Result> {
    const from = lines.findIndex((line) => line.includes(`"${title}"`));
    const to = lines.findIndex((line, index) => index > from && /^\}\);$/.test(line));
    console.log(`\n${paint(1, `${++count}. ${title}`)}`);
    lines.slice(from + 1, to).forEach((line, index) => {
      console.log(`${paint(2, `${name}:${from + 2 + index}`.padEnd(name.length + 5))}${paint(36, line)}`);
    });
    return body();
  };
}

/** What a step says. */
export function say(...parts: unknown[]): void {
  console.log(paint(32, "   →"), ...parts);
}
