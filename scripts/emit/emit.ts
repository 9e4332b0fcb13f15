import type { Spec } from "../load/spec.js";
import type { ApiModel } from "../model/api-model.js";
import { resourcesOf } from "../model/placed-methods.js";
import { emitApiMd } from "./emit-api-md.js";
import { emitClient } from "./emit-client.js";
import { CONTRACT, emitContract } from "./emit-contract.js";
import { emitEnums } from "./emit-enums.js";
import { emitModels } from "./emit-models.js";
import { emitPaths, PATHS } from "./emit-paths.js";
import { emitResource } from "./emit-resource.js";
import { emitWebhooks } from "./emit-webhooks.js";
import type { GeneratedText } from "./generated-text.js";
import type { OutputFile } from "./output-file.js";
import { printFiles } from "./print-files.js";

/** Every file below `generated/<api>/`, in alphabetical order. */
export function emit(api: ApiModel, spec: Spec): GeneratedText[] {
  const texts = [
    ...emitSurface(api),
    { path: PATHS, text: emitPaths(spec, api.componentNames) },
    { path: "api.md", text: emitApiMd(api) },
    { path: CONTRACT, text: emitContract(api, spec) },
  ];
  return texts.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The files that declare what a user imports and calls by name: all but the wire types and the list for reading. */
export function emitSurface(api: ApiModel): GeneratedText[] {
  const files: OutputFile[] = [
    emitModels(api),
    emitEnums(api),
    emitClient(api),
    ...resourcesOf(api.resources).map(emitResource),
  ];
  if (api.events.length > 0) files.push(emitWebhooks(api));
  return printFiles(files);
}
