/**
 * What a text makes a terminal do besides showing characters in lines: nothing, if it is safe. By the states of a VT500 parser
 * (https://vt100.net/emu/dec_ansi_parser) for what begins with ESC or one of the C1 controls, and by Unicode for what turns the direction of
 * writing or is not shown. It shares no code with what it judges.
 */
export function terminalActions(text: string): string[] {
  const actions: string[] = [];
  let state: "ground" | "escape" | "csi" | "string" = "ground";
  let sequence = "";
  const act = (what: string): void => {
    actions.push(what);
    state = "ground";
  };
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // These begin or end a sequence wherever they are.
    if (code === 0x1b) [state, sequence] = ["escape", ""];
    else if (code === 0x18 || code === 0x1a) act("cancel");
    else if (code === 0x9b) [state, sequence] = ["csi", ""];
    else if ([0x90, 0x98, 0x9d, 0x9e, 0x9f].includes(code)) [state, sequence] = ["string", ""];
    else if (code >= 0x80 && code <= 0x9f) act(`control ${code.toString(16)}`);
    else if (state === "escape") {
      if (character === "[") state = "csi";
      else if ("]P_^X".includes(character)) state = "string";
      else if (code >= 0x30) act(`escape ${character}`);
    } else if (state === "csi") {
      sequence += character;
      if (code >= 0x40 && code <= 0x7e) act(`sequence ${sequence}`);
    } else if (state === "string") {
      sequence += character;
      if (code === 0x07) act(`string ${sequence}`);
    } else if (code === 0x0a) continue;
    else if (code < 0x20 || code === 0x7f) act(`control ${code.toString(16)}`);
    else if (isIn(DIRECTIONS, code)) act(`direction ${code.toString(16)}`);
    else if (isIn(UNSEEN, code)) act(`unseen ${code.toString(16)}`);
    else if (code >= 0xd800 && code <= 0xdfff) act(`half ${code.toString(16)}`);
  }
  return state === "ground" ? actions : [...actions, `unended ${state}`];
}

/**
 * The lines that the runner of a workflow takes for a command, as its `ActionCommand.cs` finds them: `::name::` at the start, or
 * `##[name]` anywhere.
 */
export function workflowCommands(text: string): string[] {
  return text.split(/\r?\n|\r/).filter((line) => {
    const start = line.trimStart();
    return (start.startsWith("::") && start.includes("::", 2)) || /##\w*\[[^\]]*\]/.test(line);
  });
}

type Ranges = readonly (readonly [number, number])[];

function isIn(ranges: Ranges, code: number): boolean {
  return ranges.some(([first, last]) => first <= code && code <= last);
}

/** Unicode's Bidi_Control. */
const DIRECTIONS: Ranges = [
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];

/** Line separators, and Unicode's Default_Ignorable_Code_Point, by DerivedCoreProperties.txt. */
const UNSEEN: Ranges = [
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200d],
  [0x2028, 0x2029],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
