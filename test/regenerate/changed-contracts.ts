import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import {
  isReference,
  type OpenApiDocument,
  type Operation,
  type PathItem,
  type Schema,
} from "../../scripts/load/openapi.js";

/** Whop's contract of a project, as data to change. */
export async function readContract(root: string): Promise<OpenApiDocument> {
  return parse(await readFile(join(root, "specs/whop/openapi.yaml"), "utf8")) as OpenApiDocument;
}

export function asYaml(document: OpenApiDocument): string {
  return stringify(document, { aliasDuplicateObjects: false });
}

/** A new operation, a field less in each of two responses (an overlay describes one), a value more in an enum, and an operation by another id. */
export function changedByProvider(document: OpenApiDocument): OpenApiDocument {
  const next = structuredClone(document);
  const { externalDocs: _, ...like } = operationOf(next, "/products/{id}", "get");
  pathsOf(next)["/products/{id}/gadget"] = {
    get: { ...structuredClone(like), operationId: "gadgetProduct", summary: "Retrieve the gadget of a product" },
  };
  const product = schemaOf(next, "Product");
  delete product.properties?.custom_cta_url;
  product.required = product.required?.filter((name) => name !== "custom_cta_url") ?? [];
  const dispute = schemaOf(next, "DisputeListItem");
  delete dispute.properties?.reason;
  dispute.required = dispute.required?.filter((name) => name !== "reason") ?? [];
  const statuses = schemaOf(next, "DisputeStatuses");
  statuses.enum = [...(statuses.enum ?? []), "arbitration"];
  operationOf(next, "/ad_campaigns/{id}/pause", "post").operationId = "suspendAdCampaign";
  return next;
}

/** The address that `files.upload` sends the bytes to is not a string any more. */
export function withoutUploadUrl(document: OpenApiDocument): OpenApiDocument {
  const next = structuredClone(document);
  const response = operationOf(next, "/files", "post").responses?.["200"];
  if (response === undefined || isReference(response))
    throw new Error("POST /files has no response of its own any more");
  const properties = response.content?.["application/json"]?.schema?.properties;
  if (properties?.upload_url === undefined) throw new Error("the response of POST /files has no upload_url any more");
  properties.upload_url = { type: ["integer", "null"] };
  return next;
}

/** A step that the tests know by its id has another one. */
export function withFinalStepRenamed(document: OpenApiDocument): OpenApiDocument {
  const next = structuredClone(document);
  operationOf(next, "/disputes/{id}/submit_evidence", "post").operationId = "finalizeEvidenceDispute";
  return next;
}

/** Two corrections of the overlay no longer match: a path has moved, and a keyword that one removes is missing. */
export function outOfReach(document: OpenApiDocument): OpenApiDocument {
  const next = structuredClone(document);
  const paths = pathsOf(next);
  const transfers = paths["/transfers"] ?? {};
  delete paths["/transfers"];
  paths["/money/transfers"] = transfers;
  delete schemaOf(next, "ErrorDetail").required;
  return next;
}

export function halfOf(document: OpenApiDocument): OpenApiDocument {
  const paths = Object.entries(pathsOf(document));
  return { ...document, paths: Object.fromEntries(paths.slice(0, paths.length / 2)) };
}

/** Ten times the operations and the schemas. */
export function fiveTimes(document: OpenApiDocument): OpenApiDocument {
  const paths: Record<string, PathItem> = {};
  const schemas: Record<string, Schema> = {};
  for (let copy = 0; copy < 5; copy += 1) {
    for (const [path, item] of Object.entries(pathsOf(document))) {
      const text = JSON.stringify(item).replaceAll(/"operationId":"(\w+)"/g, `"operationId":"$1${copy || ""}"`);
      paths[copy === 0 ? path : `/copy${copy}${path}`] = JSON.parse(text) as PathItem;
    }
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      schemas[copy === 0 ? name : `${name}Copy${copy}`] = schema;
    }
  }
  return { ...document, paths, components: { ...document.components, schemas } } as OpenApiDocument;
}

function pathsOf(document: OpenApiDocument): Record<string, PathItem> {
  return document.paths as Record<string, PathItem>;
}

function operationOf(document: OpenApiDocument, path: string, verb: "get" | "post"): Operation {
  const operation = pathsOf(document)[path]?.[verb];
  if (operation === undefined) throw new Error(`there is no ${verb} ${path} in the contract any more`);
  return operation;
}

function schemaOf(document: OpenApiDocument, name: string): Schema {
  const schema = document.components?.schemas?.[name];
  if (schema === undefined) throw new Error(`there is no schema ${name} in the contract any more`);
  return schema;
}
