import { readFileSync } from "node:fs";

/** What Whop's document had when it was pulled, counted by `pull` before anything was made of it. Regenerating brings it up to date. */
export const published: Readonly<Record<"operations" | "webhooks" | "schemas" | "cursorLists", number>> = JSON.parse(
  readFileSync(new URL("../../specs/whop/source.json", import.meta.url), "utf8"),
).counts;
