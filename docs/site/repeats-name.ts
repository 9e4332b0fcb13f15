/** Whether words add nothing to a name: without the little words, each of theirs is in it. */
export function repeatsName(name: string, words: string): boolean {
  const known = new Set(tokensOf(name));
  return tokensOf(words).every((token) => known.has(token));
}

function tokensOf(text: string): string[] {
  const spaced = text.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return (spaced.match(/[a-z0-9]+/g) ?? []).filter((word) => !LITTLE_WORDS.has(word)).map(singular);
}

function singular(word: string): string {
  return word.replace(/(?<=..)s$/, "");
}

const LITTLE_WORDS: ReadonlySet<string> = new Set(
  `a all an and any are as be by can for from has have if in is it its no none not null of on one or that the their these this to was
  were what when where whether which who whose will with absent there`.split(/\s+/),
);
