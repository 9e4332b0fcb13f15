import {
  bodyOf,
  enumOf,
  eventOf,
  operationOf,
  parameterOf,
  present,
  propertiesOf,
  propertyOf,
  responseOf,
  reversed,
  schemaOf,
  webhookOf,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** Words, order, and other ways to write the same: no finding at all. */
export const sameMeaning: readonly Mutation[] = [
  ...(
    [
      ["description of an operation", (document) => describe(operationOf(document, "createTopup").operation)],
      ["description of a schema", (document) => describe(schemaOf(document, "Review"))],
      ["description of a field", (document) => describe(propertyOf(schemaOf(document, "Review"), "title"))],
      ["description of a request field", (document) => describe(propertyOf(bodyOf(document, "createTopup"), "amount"))],
      ["description of a parameter", (document) => describe(parameterOf(document, "listAd", "status"))],
      ["description of a shared parameter", (document) => describe(present(document.components?.parameters?.To, "To"))],
      ["description of a response", (document) => describe(responseOf(document, "createTopup"))],
      ["description of an event", (document) => describe(webhookOf(document, "refund.created"))],
      ["description of a tag", (document) => describe(present(document.tags?.[0], "tag"))],
      ["description of a server", (document) => describe(present(document.servers?.[0], "server"))],
      ["description of the document", (document) => describe(document.info)],
    ] satisfies [string, Mutation["mutate"]][]
  ).map(([what, mutate]) => prose(`${what} alone`, mutate, "words only")),
  prose(
    "summary of an operation alone",
    (document) => {
      operationOf(document, "createTopup").operation.summary = "Top up a balance";
    },
    "words only",
  ),
  prose(
    "example of a field alone",
    (document) => {
      propertyOf(schemaOf(document, "Review"), "stars").example = 4;
    },
    "an example is no promise",
  ),
  prose(
    "title of a component alone",
    (document) => {
      schemaOf(document, "FileInputWithId").title = "A file that is there";
    },
    "a component's type is named after the component",
  ),
  prose(
    "title of a field alone",
    (document) => {
      propertyOf(schemaOf(document, "Review"), "stars").title = "Stars";
    },
    "a field's title names nothing",
  ),
  prose(
    "version and title of the document alone",
    (document) => {
      document.info = { title: "Whop", version: "1.0.1" };
    },
    "the package names neither",
  ),
  prose(
    "link to the documentation alone",
    (document) => {
      present(operationOf(document, "createTopup").operation.externalDocs, "externalDocs").url += "#top";
    },
    "a link in a comment",
  ),
  prose(
    "unknown extension alone",
    (document) => {
      document["x-internal-build"] = "2026-05-10";
    },
    "the generator passes it by",
  ),
  prose(
    "order of fields alone",
    (document) => {
      const dispute = schemaOf(document, "Dispute");
      dispute.properties = reversed(propertiesOf(dispute));
    },
    "JSON objects have no order",
  ),
  prose(
    "order of request fields alone",
    (document) => {
      const body = bodyOf(document, "createTransfer");
      body.properties = reversed(propertiesOf(body));
    },
    "JSON objects have no order",
  ),
  prose(
    "order of an event's fields alone",
    (document) => {
      const body = eventOf(document, "dispute.created");
      body.properties = reversed(propertiesOf(body));
    },
    "JSON objects have no order",
  ),
  prose(
    "order of parameters alone",
    (document) => void operationOf(document, "listDispute").operation.parameters?.reverse(),
    "parameters are given by name",
  ),
  prose(
    "order of a request's enum alone",
    (document) => void enumOf(document, "AccountLinkUseCases").reverse(),
    "an enum is a set",
  ),
  prose(
    "order of a response's enum alone",
    (document) => void enumOf(document, "DisputeStatuses").reverse(),
    "an enum is a set",
  ),
  prose(
    "order of required fields alone",
    (document) => void schemaOf(document, "Dispute").required?.reverse(),
    "a set",
  ),
  prose(
    "order of paths alone",
    (document) => {
      document.paths = reversed(present(document.paths, "paths"));
    },
    "the order of methods in a class and of exports in a file means nothing",
  ),
  prose(
    "order of a path's operations alone",
    (document) => {
      const { path, item } = operationOf(document, "listPlan");
      present(document.paths, "paths")[path] = reversed(item as Record<string, never>);
    },
    "the order of methods in a class means nothing",
  ),
  prose(
    "order of components alone",
    (document) => {
      const components = present(document.components, "components");
      components.schemas = reversed(present(components.schemas, "schemas"));
    },
    "the order of exports in a file means nothing",
  ),
  prose(
    "order of events alone",
    (document) => {
      document.webhooks = reversed(present(document.webhooks, "webhooks"));
    },
    "events are distinguished by name",
  ),
  prose(
    "order of a request's forms alone",
    (document) => void bodyOf(document, "createOverrideAffiliate").oneOf?.reverse(),
    "a union is a set",
  ),
  prose(
    "order of a response's forms alone",
    (document) => void schemaOf(document, "LedgerAccountOwner").oneOf?.reverse(),
    "a union is a set",
  ),
  prose(
    "order of a field's types alone",
    (document) => {
      propertyOf(schemaOf(document, "Dispute"), "notes").type = ["null", "string"];
    },
    "a union is a set",
  ),
  prose("order of scopes alone", (document) => void scopesOf(document, "listDispute").reverse(), "a set"),
  prose("order of tags alone", (document) => void document.tags?.reverse(), "tags group pages of documentation"),
  prose(
    "null written as a form of oneOf",
    (document) => {
      const topup = schemaOf(document, "Topup");
      propertiesOf(topup).failure_message = { oneOf: [{ type: "string" }, { type: "null" }] };
    },
    "two ways to write string or null",
  ),
  prose(
    "false written out where it holds anyway",
    (document) => {
      operationOf(document, "createTopup").operation.deprecated = false;
    },
    "deprecated: false is the default",
  ),
  prose(
    "open object written out where it holds anyway, in a free object",
    (document) => {
      propertyOf(schemaOf(document, "Transfer"), "metadata").additionalProperties = {};
    },
    "true and the empty schema allow the same",
  ),
];

function prose(name: string, mutate: Mutation["mutate"], why: string): Mutation {
  return { name, api: "whop", position: "document", mutate, verdict: "none", why };
}

function describe(node: { description?: string } | object): void {
  Object.assign(node, { description: "Other words for the same thing." });
}

function scopesOf(document: Parameters<Mutation["mutate"]>[0], operationId: string): string[] {
  const { security } = operationOf(document, operationId).operation;
  return present(present(security?.[0], "security").bearerAuth, "scopes");
}
