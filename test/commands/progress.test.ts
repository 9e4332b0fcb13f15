import { expect, test } from "vitest";
import { Progress } from "../../scripts/commands/progress.js";

function shown(isTerminal: boolean, columns = 80): { progress: Progress; text: () => string } {
  let text = "";
  const write = (chunk: string | Uint8Array) => {
    text += String(chunk);
    return true;
  };
  return { progress: new Progress({ stream: { write, columns }, isTerminal }), text: () => text };
}

test("a terminal has one line, which is rewritten and then removed", () => {
  const { progress, text } = shown(true);
  progress.begin("Whop", "load");
  progress.begin("Whop", "emit");
  progress.begin("Decisionly", "load");
  progress.end();
  progress.end();
  const clear = "\r\u001b[K";
  expect(text()).toBe(`${clear}Whop: load …${clear}Whop: load … emit …${clear}Decisionly: load …${clear}`);
});

test("a line that would wrap is cut", () => {
  const { progress, text } = shown(true, 12);
  progress.begin("Decisionly", "load");
  expect(text()).toBe("\r\u001b[KDecisionly:");
});

test("elsewhere each stage has a plain line", () => {
  const { progress, text } = shown(false);
  progress.begin("Whop", "load");
  progress.begin("Whop", "emit");
  progress.end();
  expect(text()).toBe("Whop: load\nWhop: emit\n");
});
