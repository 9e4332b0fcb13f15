import { pointerOf, SpecError } from "../diagnostics.js";
import { apiVersionOf } from "../load/api-version.js";
import { jsonContent } from "../load/content.js";
import { Findings } from "../load/findings.js";
import { eventTypeName } from "../load/inline-names.js";
import { type Note, noNotes } from "../load/notes.js";
import type { OpenApiDocument, Schema } from "../load/openapi.js";
import { readOperations, readWebhooks } from "../load/read-operations.js";
import type { ResolvedOperation } from "../load/resolved-operation.js";
import type { Spec } from "../load/spec.js";
import { isIdentifier, operationName } from "../normalize/names.js";
import { accessOf, authenticationOf } from "./access.js";
import type { ApiConfig, ApiModel, Declaration, EventModel } from "./api-model.js";
import { buildMethod } from "./build-method.js";
import { buildResources, type ResourceMethod } from "./build-resources.js";
import { declareComponents, nameComponents, nameLookup } from "./declarations.js";
import { describeDeclarations } from "./describe-declarations.js";
import { plainDocs } from "./docs.js";
import { FailureTable } from "./failure-table.js";
import { NameTable } from "./name-table.js";
import { Resolver } from "./resolver.js";
import { readServers } from "./servers.js";
import { shareListParams } from "./share-list-params.js";
import { type NameOf, typeOf, union } from "./type-model.js";
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
 * @param skipUnsupported leaves operations out, with a note each, that need what a client cannot do yet
 * @param taken names that emitted files import from the runtime, so that no schema may have them
 * @throws SpecError `names/clash`, `names/bad-name`, `load/api-version`, `model/…`
 */
export function buildModel(
  identity: ApiIdentity,
  spec: Spec,
  taken: readonly string[],
  note: Note = noNotes,
  avoided: readonly string[] = [],
  skipUnsupported = false,
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
  const findings = new Findings();
  const buildOne = (operation: ResolvedOperation): ResourceMethod => {
    const authorize = authentication.of(operation);
    const access = accessOf(document, operation, authorize);
    const brackets = document["x-query-arrays"] === "brackets";
    const { node: own, pointer } = operation.servers;
    const ownServers =
      pointer === "/servers" ? undefined : readServers(own, pointer, servers[0]?.url ?? identity.upstream, note);
    const formArrays = document["x-form-arrays"];
    const shared = { resolver, nameOf, names, failures, brackets, formArrays };
    const input = { operation, access, authorize, servers: ownServers, ...shared };
    const { method, declaration } = buildMethod(input);
    if (declaration !== undefined) declarations.push(declaration);
    return { resource: operationName(operation.path, operation.method, operation.node).resource, method };
  };
  const methods = operations.flatMap((operation) => {
    try {
      return [buildOne(operation)];
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      if (skipUnsupported && UNSUPPORTED.has(error.code)) note(leftOut(operation, error));
      else findings.add(error);
      return [];
    }
  });
  findings.done();
  const events = buildEvents(document, nameOf, names, declarations);
  const unknownEvent = unknownEventOf(events, declarations);
  noteCallbacks(operations, note);
  return {
    id: identity.id,
    name: identity.name,
    config: configOf(document, servers, authentication.client, identity.envPrefix, failures.commonStatuses),
    componentNames,
    declarations: describeDeclarations(
      shareListParams(
        declarations,
        methods.map(({ method }) => method),
        names,
      ).sort(byName),
      methods,
    ),
    resources: buildResources(methods, document.tags ?? [], names),
    failures: failures.common === undefined ? [] : [failures.common],
    events,
    unknownEvent,
  };
}

/** What a client cannot do yet, each by its name: `docs/openapi-support.md` lists the constructs. */
export const UNSUPPORTED: ReadonlySet<string> = new Set([
  "model/media-type",
  "model/form-encoding",
  "model/multipart-encoding",
  "model/parameter-style",
  "model/parameter-type",
  "model/credentials",
  "model/mixed-response",
  "model/trace",
  "model/get-body",
]);

function leftOut({ name }: ResolvedOperation, { place, message }: SpecError): SpecError {
  return new SpecError(
    "model/left-out",
    place,
    `${name} is left out: ${message}`,
    "Ask for it in an issue, or describe it otherwise in an overlay.",
  );
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

/** Each event once: its body is a component, or what its one or several requests hold, declared under the event's name. */
function buildEvents(
  document: OpenApiDocument,
  nameOf: NameOf,
  names: NameTable,
  declarations: Declaration[],
): EventModel[] {
  const bodies = new Map<string, Schema[]>();
  for (const { path, requestBody } of readWebhooks(document)) {
    const schema = jsonContent(requestBody?.content ?? [])?.node.schema ?? {};
    bodies.set(path, [...(bodies.get(path) ?? []), schema]);
  }
  return [...bodies].map(([type, schemas]) => {
    const [only = {}] = schemas;
    if (schemas.length === 1 && only.$ref !== undefined) return { type, body: nameOf(only.$ref) };
    const wanted = eventTypeName(type);
    const name = names.choose(
      [isIdentifier(wanted) ? wanted : `Webhook${wanted}`, `${wanted}Body`],
      pointerOf("webhooks", type),
    );
    declarations.push({
      kind: "alias",
      name,
      docs: plainDocs(""),
      type: union(schemas.map((schema) => typeOf(schema, nameOf))),
    });
    return { type, body: name };
  });
}

/** Types for what a provider calls back with are not written yet: whoever needs them should know. */
function noteCallbacks(operations: readonly ResolvedOperation[], note: Note): void {
  const [first, ...more] = operations.filter(({ node }) => node.callbacks !== undefined);
  if (first === undefined) return;
  const others = more.length === 0 ? "" : `, and ${more.length} more have some`;
  const what = `the callbacks of ${first.name} have no types${others}.`;
  note(new SpecError("model/callbacks", `${first.usedAt}/callbacks`, what, "Describe them as webhooks to have types."));
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
