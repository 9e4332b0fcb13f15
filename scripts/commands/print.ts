import { terminalText } from "../visible-text.js";

/*
 * The only way for a command to write to the terminal: messages hold names and texts of documents, which are a stranger's.
 */

/** A line, or several, of the command's result. */
export function print(text: string): void {
  process.stdout.write(terminalText(`${text}\n`));
}

/** A report or a document that ends with a line feed of its own. */
export function printText(text: string): void {
  process.stdout.write(terminalText(text));
}

/** A line, or several, for people: what is wrong, or what to know. */
export function printError(text: string): void {
  process.stderr.write(terminalText(`${text}\n`));
}
