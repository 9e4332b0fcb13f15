import type { ApiModel, MethodModel, ResourceModel } from "../model/api-model.js";
import { OutputFile } from "./output-file.js";
import { tableStatement } from "./table-statement.js";
import { propertyKey, quote } from "./text.js";

/** `operations.ts`: a table for tests and tools. The clients do not import it. */
export function emitOperations(api: ApiModel): OutputFile {
  const file = new OutputFile("operations.ts");
  const rows = methodsOf(api.resources)
    .sort((a, b) => (a.method.operationId < b.method.operationId ? -1 : 1))
    .map(({ resource, method }) => {
      const row = [method.verb.toUpperCase(), method.path, resource.path.join("."), method.name].map(quote).join(", ");
      return `${propertyKey(method.operationId)}: [${row}]`;
    });
  file.add(tableStatement("operationId to verb, path, resource and method.", "operations", rows, " as const"));
  return file;
}

/** Every resource of the tree, parents first. */
export function resourcesOf(resources: readonly ResourceModel[]): ResourceModel[] {
  return resources.flatMap((resource) => [resource, ...resourcesOf(resource.children)]);
}

function methodsOf(resources: readonly ResourceModel[]): { resource: ResourceModel; method: MethodModel }[] {
  return resourcesOf(resources).flatMap((resource) => resource.methods.map((method) => ({ resource, method })));
}
