import type { ApiModel } from "../model/api-model.js";
import { placedMethods } from "../model/placed-methods.js";
import { OutputFile } from "./output-file.js";
import { tableStatement } from "./table-statement.js";
import { propertyKey, quote } from "./text.js";

/** `operations.ts`: a table for tests and tools. The clients do not import it. */
export function emitOperations(api: ApiModel): OutputFile {
  const file = new OutputFile("operations.ts");
  const rows = placedMethods(api)
    .sort((a, b) => (a.method.operationId < b.method.operationId ? -1 : 1))
    .map(({ resource, method }) => {
      const row = [method.verb.toUpperCase(), method.path, resource.path.join("."), method.name].map(quote).join(", ");
      return `${propertyKey(method.operationId)}: [${row}]`;
    });
  file.add(tableStatement("operationId to verb, path, resource and method.", "operations", rows, " as const"));
  return file;
}
