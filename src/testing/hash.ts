/** FNV-1a of a text: 32 bits, the same on every machine. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value ^= text.charCodeAt(index);
    value = Math.imul(value, 0x01000193);
  }
  // Spreads short texts over all bits.
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits that depend on the text alone. */
export function hashedText(text: string, length: number): string {
  let result = "";
  for (let index = 0; index < length; index++) result += ALPHABET.charAt(hash(`${text}#${index}`) % ALPHABET.length);
  return result;
}
