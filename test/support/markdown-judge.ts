import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** The elements that a text gives as GitHub reads it, with their attributes, HTML that is in the text included; without the text. */
export function markdownElements(text: string): string[] {
  const html = micromark(text, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html.match(/<[^>]*>/g) ?? [];
}
