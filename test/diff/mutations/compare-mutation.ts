import { readFileSync } from "node:fs";
import { apiWith } from "../../../scripts/apis.js";
import { diffContracts } from "../../../scripts/diff/diff-contracts.js";
import type { ContractDiff } from "../../../scripts/diff/report/findings.js";
import type { OpenApiDocument } from "../../../scripts/load/openapi.js";
import { parseYaml } from "../../../scripts/load/parse-yaml.js";
import type { Source } from "../../../scripts/load/read-source.js";
import type { ApiState } from "../../../scripts/model/api-state.js";
import { buildState, leaveOut } from "../../../scripts/pipeline.js";
import type { Mutation } from "./mutation.js";

/** A mutation carried out, and what is said of it in both directions. */
export interface Comparison {
  readonly before: OpenApiDocument;
  readonly after: OpenApiDocument;
  readonly forward: ContractDiff;
  /** The way back: the mutated contract is the old one. */
  readonly backward: ContractDiff;
  /** What the client is generated from, before and after. */
  readonly states: readonly [ApiState, ApiState];
}

/** @throws Error when the mutation changes nothing */
export function compareMutation({ name, api, mutate }: Mutation): Comparison {
  const { document, before, overlays } = contractOf(api);
  const mutated = structuredClone(document);
  mutate(mutated);
  const text = JSON.stringify(mutated);
  if (text === JSON.stringify(document)) throw new Error(`"${name}" changes nothing`);
  const after = generate(api, text, overlays);
  return {
    before: document,
    after: mutated,
    forward: diffContracts(apiWith(api), before, after),
    backward: diffContracts(apiWith(api), after, before),
    states: [before, after],
  };
}

interface Contract {
  readonly document: OpenApiDocument;
  readonly before: ApiState;
  readonly overlays: readonly Source[];
}

/** The contract as it stands, generated once for all mutations of a file of tests. */
const contracts = new Map<string, Contract>();

function contractOf(api: Mutation["api"]): Contract {
  const known = contracts.get(api);
  if (known !== undefined) return known;
  const spec = readSource(api, "openapi.yaml");
  const document = parseYaml(spec.file, spec.text) as OpenApiDocument;
  const overlays = apiWith(api).overlays.map((name) => readSource(api, name));
  const contract = { document, overlays, before: generate(api, JSON.stringify(document), overlays) };
  contracts.set(api, contract);
  return contract;
}

function generate(api: string, text: string, overlays: readonly Source[]): ApiState {
  return buildState(apiWith(api), { spec: { file: "openapi.json", text }, overlays }, { onNoMatch: leaveOut });
}

function readSource(api: string, name: string): Source {
  return { file: name, text: readFileSync(new URL(`../../../specs/${api}/${name}`, import.meta.url), "utf8") };
}
