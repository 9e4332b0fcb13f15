import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project that the generator is part of. The one that it generates for may be another. */
export const HOME: string = fileURLToPath(new URL("../..", import.meta.url));

/** The project whose `src/runtime` the generated code is compiled against: its own, or the generator's where it has none. */
export async function runtimeHome(root: string): Promise<string> {
  const own = await stat(join(root, "src/runtime/index.ts")).catch(() => undefined);
  return own === undefined ? HOME : root;
}
