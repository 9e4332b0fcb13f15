import { pathToFileURL } from "node:url";

/** Whether the module is the program, and not imported by one. */
export function isMain(moduleUrl: string): boolean {
  return moduleUrl === pathToFileURL(process.argv[1] ?? "").href;
}
