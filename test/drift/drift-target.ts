import { readFileSync } from "node:fs";
import { apiWith } from "../../scripts/apis.js";
import { type ContractBodies, type ContractBody, contractBodies } from "../../scripts/drift/contract-bodies.js";
import type { DriftTarget } from "../../scripts/drift/find-drift.js";
import { loadSpec } from "../../scripts/load/load-spec.js";
import type { OpenApiDocument } from "../../scripts/load/openapi.js";
import { followReferences } from "../../scripts/load/resolve-pointer.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";
import type { Schema } from "../support/contract.js";
import { type SampleChoice, sampleValue } from "../support/sample-value.js";

/** An API's contract with its overlays, and method names that the tests can foretell: `whop.listDispute`. */
export function driftTarget(id: string): DriftTarget & { readonly bodies: ContractBodies } {
  const read = (name: string): string => readFileSync(new URL(`../../specs/${id}/${name}`, import.meta.url), "utf8");
  const overlays = apiWith(id).overlays.map((name) => loadOverlay(name, read(name)));
  const { document } = applyOverlays(loadSpec("openapi.yaml", read("openapi.yaml")), overlays);
  const bodies = contractBodies(document);
  const methods = new Map([...bodies.operations.keys()].map((operation) => [operation, `${id}.${operation}`]));
  return { api: id, document, methods, eventTypes: new Map(), bodies };
}

/** A value that the body's schema allows, as JSON. */
export function jsonSample(
  document: OpenApiDocument,
  { schema, pointer }: ContractBody,
  choice: SampleChoice,
): unknown {
  const resolve = (node: Schema): Schema => followReferences(document, node, pointer).node;
  const contract = {
    baseURL: "",
    auth: "bearer" as const,
    versionDate: undefined,
    operations: [],
    events: [],
    resolve,
  };
  const value = sampleValue(contract, schema as Schema, "body", choice);
  return JSON.parse(JSON.stringify(value, wireValue));
}

/** Of some fields the samples know the type alone, and the contract asks for more; bytes have no JSON. */
function wireValue(key: string, value: unknown): unknown {
  if (value instanceof Blob) return "bytes";
  if (key === "email" && value !== null) return "a@b.example";
  const isRecord = value !== null && typeof value === "object" && !Array.isArray(value);
  return key === "custom_fields" && isRecord ? { color: "blue" } : value;
}

/** The name by which a body's sample is known. */
export function fileOf({ role, operationId, event, status }: ContractBody): string {
  if (role === "event") return `${event}.event.json`;
  return role === "request" ? `${operationId}.request.json` : `${operationId}/${status}.json`;
}
