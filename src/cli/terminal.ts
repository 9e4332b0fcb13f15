import type { Contract } from "../testing/contract.js";
import type { MockServer } from "../testing/serve.js";

/** What the command line needs of an API. */
export interface CliApi {
  readonly client: (options: ClientSettings) => Promise<object>;
  /** Holds the contract, too. */
  readonly mock: () => Promise<CliMock>;
}

export interface CliMock {
  readonly contract: Contract;
  readonly clientOptions: { readonly apiKey: string };
  start(port?: number): Promise<MockServer>;
}

export interface ClientSettings {
  readonly baseURL?: string;
  readonly environment?: "production" | "sandbox";
  readonly logLevel: "off";
}

/** Where a command reads and writes. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: AsyncIterable<unknown>;
  /** Whether a person is there to read a table and to answer a question. */
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly apis: Readonly<Record<string, CliApi>>;
}

/** The command line was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Control and invisible characters as `\u{…}`: what a server sends never commands the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}

export async function readInput(stdin: AsyncIterable<unknown>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stdin)
    text += typeof chunk === "string" ? chunk : decoder.decode(chunk as Uint8Array, { stream: true });
  return text + decoder.decode();
}
