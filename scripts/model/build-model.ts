import { SpecError } from "../diagnostics.js";
import { apiVersionOf } from "../load/api-version.js";
import { jsonContent } from "../load/content.js";
import { type Note, noNotes } from "../load/notes.js";
import { componentOf, type OpenApiDocument } from "../load/openapi.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";
import type { Spec } from "../load/spec.js";
import { operationName } from "../normalize/names.js";
import { accessOf, authenticationOf } from "./access.js";
import type { ApiConfig, ApiModel, Declaration } from "./api-model.js";
import { buildMethod } from "./build-method.js";
import { buildResources, type ResourceMethod } from "./build-resources.js";
import { declareComponents, nameComponents, nameLookup } from "./declarations.js";
import { FailureTable } from "./failure-table.js";
import { NameTable } from "./name-table.js";
import { Resolver } from "./resolver.js";
import { readServers } from "./servers.js";
import { shareListParams } from "./share-list-params.js";
import { UNKNOWN_EVENT, unknownEventOf } from "./unknown-event.js";

/** What the pipeline must know of an API beyond its contract. */
export interface ApiIdentity {
  readonly id: string;
  readonly name: string;
  readonly envPrefix: string;
  /** The address of the provider's document, by which a relative server is completed. */
  readonly upstream?: string;
}

/**
 * The whole of an API as names and kinds.
 *
 * @param avoided names that an entry has for something else; `x-sdk-name` may ask for one all the same
 * @param taken names that emitted files import from the runtime, so that no schema may have them
 * @throws SpecError `names/clash`, `names/bad-name`, `load/api-version`, `model/…`
 */
export function buildModel(
  identity: ApiIdentity,
  spec: Spec,
  taken: readonly string[],
  note: Note = noNotes,
  avoided: readonly string[] = [],
): ApiModel {
  const { document } = spec;
  const names = new NameTable(
    taken.map((name) => [name, "the runtime"]),
    note,
    avoided,
  );
  names.claim(identity.name, "the client's class");
  names.claim(`${identity.name}Core`, "the client's class");
  names.claim(`${identity.name}Environment`, "the client's servers");
  if (document.webhooks !== undefined) for (const name of EVENT_NAMES) names.claim(name, "the events of webhooks.ts");
  const keepsPluralLists = document["x-plural-value-lists"] === "deprecated";
  const schemas = document.components?.schemas ?? {};
  const componentNames = nameComponents(schemas, names);
  const nameOf = nameLookup(componentNames);
  const declarations: Declaration[] = declareComponents(schemas, { nameOf, names, keepsPluralLists });
  const resolver = new Resolver(document);
  const operations = readOperations(document);
  const authentication = authenticationOf(document, operations);
  const servers = readServers(document.servers ?? [], "/servers", identity.upstream, note);
  const failures = new FailureTable(identity.name, document, nameOf, names);
  const methods = operations.map((operation): ResourceMethod => {
    const authorize = authentication.of(operation);
    const access = accessOf(document, operation, authorize);
    const brackets = document["x-query-arrays"] === "brackets";
    const { node: own, pointer } = operation.servers;
    const ownServers =
      pointer === "/servers" ? undefined : readServers(own, pointer, servers[0]?.url ?? identity.upstream, note);
    const input = { operation, access, resolver, nameOf, names, failures, authorize, servers: ownServers, brackets };
    const { method, declaration } = buildMethod(input);
    if (declaration !== undefined) declarations.push(declaration);
    return { resource: operationName(operation.path, operation.method, operation.node).resource, method };
  });
  const events = readWebhooks(document).map((webhook) => ({ type: webhook.path, body: nameOf(eventBody(webhook)) }));
  const unknownEvent = unknownEventOf(events, declarations);
  return {
    id: identity.id,
    name: identity.name,
    config: configOf(document, servers, authentication.client, identity.envPrefix, failures.commonStatuses),
    componentNames,
    declarations: shareListParams(
      declarations,
      methods.map(({ method }) => method),
      names,
    ).sort(byName),
    resources: buildResources(methods, document.tags ?? [], names),
    failures: failures.common === undefined ? [] : [failures.common],
    events,
    unknownEvent,
  };
}

/** What `webhooks.ts` exports. */
const EVENT_NAMES = [
  "isKnownEvent",
  "KnownWebhookEvent",
  UNKNOWN_EVENT,
  "WebhookEvent",
  "WebhookEventMap",
  "webhookEventTypes",
];

/** The reference to the component that an event's body is. */
function eventBody({ path, pointer, requestBody }: ResolvedOperation): string {
  const reference = jsonContent(requestBody?.content ?? [])?.node.schema?.$ref;
  if (reference !== undefined && componentOf(reference) !== undefined) return reference;
  throw new SpecError(
    "model/no-event-body",
    pointer,
    `the event "${path}" has no JSON body that is a component.`,
    "Describe the body in the contract or an overlay.",
  );
}

function configOf(
  document: OpenApiDocument,
  servers: ApiConfig["servers"],
  auth: ApiConfig["auth"],
  envPrefix: string,
  failures: readonly number[],
): ApiConfig {
  return {
    servers,
    auth,
    queryArrays: document["x-query-arrays"] === "brackets" ? "brackets" : "repeat",
    failures,
    apiVersionDate: apiVersionOf(document),
    envPrefix,
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
