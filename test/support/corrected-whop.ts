import { readFileSync } from "node:fs";
import { loadSpec } from "../../scripts/load/load-spec.js";
import {
  componentOf,
  isReference,
  type OpenApiDocument,
  type Operation,
  type Parameter,
  type Reference,
  type Schema,
} from "../../scripts/load/openapi.js";
import { parseYaml } from "../../scripts/load/parse-yaml.js";
import { operationsOf } from "../../scripts/normalize/walk-schemas.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";
import { upstreamSpecs } from "./upstream.js";

export const OVERLAYS = ["overlay.yaml", "fields.overlay.yaml", "docs.overlay.yaml"];

/** Whop's contract as `pull` wrote it. */
export const contract = loadSpec("openapi.yaml", readWhop("openapi.yaml"));

/** The same with both overlays applied: an action that matches nothing fails here. */
export const corrected = applyOverlays(
  contract,
  OVERLAYS.map((name) => loadOverlay(name, readWhop(name))),
);

export const { document } = corrected;

export const operations = operationsOf(document).map((row) => ({ ...row, id: row.operation.operationId ?? "" }));

/** The text of a file of `specs/whop`. */
export function readWhop(name: string): string {
  return readFileSync(new URL(`../../specs/whop/${name}`, import.meta.url), "utf8");
}

/** An overlay's actions as they are written. */
export function actionsOf(name: string): { target: string; description: string; update?: unknown }[] {
  const { actions } = parseYaml(name, readWhop(name)) as { actions: { target: string; description: string }[] };
  return actions;
}

/** The provider's own document, or `undefined` where it is not at hand. */
export function readUpstream(purpose: string): OpenApiDocument | undefined {
  const name = "whop.upstream.yaml";
  const text = upstreamSpecs(purpose)?.read(name);
  return text === undefined ? undefined : (parseYaml(name, text) as OpenApiDocument);
}

export function parameterOf(node: Parameter | Reference): Parameter {
  if (!isReference(node)) return node;
  const parameter = document.components?.parameters?.[componentOf(node.$ref) ?? ""];
  if (parameter === undefined) throw new Error(`no parameter ${node.$ref}`);
  return parameter;
}

export function bodyOf({ requestBody }: Operation): Schema | undefined {
  if (requestBody === undefined || isReference(requestBody)) return undefined;
  return resolved(requestBody.content["application/json"]?.schema);
}

export function answerOf({ responses }: Operation): Schema | undefined {
  const response = responses?.["200"];
  if (response === undefined || isReference(response)) return undefined;
  return resolved(response.content?.["application/json"]?.schema);
}

export function formsOf(body: Schema | undefined): Schema[] {
  return body === undefined ? [] : (body.oneOf ?? [body]).map((form) => resolved(form) ?? form);
}

function resolved(schema: Schema | undefined): Schema | undefined {
  return schema?.$ref === undefined ? schema : document.components?.schemas?.[componentOf(schema.$ref) ?? ""];
}
