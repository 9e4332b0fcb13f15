import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { apiWith } from "../../scripts/apis.js";
import { placedMethods } from "../../scripts/model/placed-methods.js";
import { buildState, leaveOut, type Sources } from "../../scripts/pipeline.js";
import { ROOT } from "./paths.js";
import type { Table } from "./sample-call.js";

/** Where each operation of the API stands in the client, by operationId, as the model places it. */
export function methodTable(id: string): Table {
  const { model } = buildState(apiWith(id), readSources(id), { onNoMatch: leaveOut });
  return Object.fromEntries(
    placedMethods(model).map(({ resource, method }) => [
      method.operationId,
      [method.verb.toUpperCase(), method.path, resource.path.join("."), method.name] as const,
    ]),
  );
}

function readSources(id: string): Sources {
  const read = (name: string) => {
    const file = `specs/${id}/${name}`;
    return { file, text: readFileSync(resolve(ROOT, file), "utf8") };
  };
  return { spec: read("openapi.yaml"), overlays: apiWith(id).overlays.map(read) };
}
