import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

export function contractFile(api: string): string {
  return resolve(ROOT, "specs", api, "openapi.yaml");
}
