import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Api } from "../../scripts/apis.js";
import { readSources } from "../../scripts/generate/read-sources.js";
import { buildState } from "../../scripts/pipeline.js";
import type { Contract } from "../../src/testing/contract.js";
import { type CallExample, callExamples } from "./call-examples.js";

/** An API as the reference shows it. */
export interface DocumentedApi {
  /** The folder under `generated/`, and the entry: `disputekit/whop`. */
  readonly id: string;
  /** `Whop Current` */
  readonly title: string;
  readonly version: string | undefined;
  readonly examples: readonly CallExample[];
}

/** @throws SpecError when a contract cannot be read */
export async function readApi(root: string, api: Api, title: string): Promise<DocumentedApi> {
  const { model } = buildState(api, await readSources(root, api));
  const contract = JSON.parse(await readFile(join(root, `generated/${api.id}/contract.json`), "utf8")) as Contract;
  const names = { entry: `disputekit/${api.id}`, clientName: model.name };
  return {
    id: api.id,
    title,
    version: model.config.apiVersionDate,
    examples: callExamples(names, model.resources, contract),
  };
}
