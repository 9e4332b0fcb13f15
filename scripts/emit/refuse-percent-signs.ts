import { pointerOf, SpecError } from "../diagnostics.js";

/**
 * openapi-typescript reads each name as a part of an address, decodes it, more than once where names are nested, and fails.
 *
 * @throws SpecError `emit/percent-sign`
 */
export function refusePercentSigns(node: unknown, path: readonly string[] = []): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const place = [...path, key];
    const name = key === "name" && typeof value === "string" ? value : key;
    if (name.includes("%")) {
      throw new SpecError(
        "emit/percent-sign",
        pointerOf(...place),
        `the name ${JSON.stringify(name)} has a percent sign, which openapi-typescript takes for an escape.`,
        "Remove it in an overlay.",
      );
    }
    refusePercentSigns(value, place);
  }
}
