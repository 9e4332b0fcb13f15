import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { ROOT } from "../support/paths.js";

/**
 * Every field that the model has, and what compares it: a rule (the kind that tells of it), the exports, the last look at what a method
 * does (`request-changed`), or why nothing does. A field that is not here has no rule yet.
 */
const compared: Readonly<Record<string, string>> = {
  "ApiModel.id": "none: names the folder, from scripts/apis.ts",
  "ApiModel.name": "none: names the client, from scripts/apis.ts",
  "ApiModel.config": "its own fields",
  "ApiModel.declarations": "exports: member-*, type-*, export-*",
  "ApiModel.resources": "exports: method-*, export-*",
  "ApiModel.failures": "status-added, status-removed; exports",
  "ApiModel.events": "webhook-*; exports: event-*",
  "ApiModel.unknownEvent": "its own fields",
  "ApiConfig.servers": "server-url-changed, environment-*, default-environment-changed",
  "ApiConfig.auth": "client-authentication-changed, security-changed",
  "ApiConfig.queryArrays": "query-arrays-changed",
  "ApiConfig.failures": "settings-changed",
  "ApiConfig.apiVersionDate": "api-version-*",
  "ApiConfig.envPrefix": "none: from scripts/apis.ts",
  "MethodBase.operationId": "operation-renamed",
  "MethodBase.name": "exports: method-renamed",
  "MethodBase.verb": "operation-moved",
  "MethodBase.path": "operation-moved",
  "MethodBase.docs": "operation-deprecated; words are none",
  "MethodBase.summary": "none: words",
  "MethodBase.access": "security-*, scope-*, credentials-*",
  "MethodBase.statuses": "status-added, status-removed",
  "MethodBase.ownStatuses": "status-added, status-removed",
  "MethodBase.failure": "status-*; exports: failures-changed",
  "MethodBase.docsUrl": "none: a link in a comment",
  "MethodBase.positional": "exports: arguments-changed",
  "MethodBase.params": "exports: arguments-changed",
  "MethodBase.pathNames": "operation-moved, request-changed",
  "MethodBase.queryNames": "property-added, property-removed, parameter-moved, request-changed",
  "MethodBase.requiredQueryNames": "became-required, became-optional, request-changed",
  "MethodBase.bodyKeeps": "request-changed",
  "MethodBase.body": "body-added, body-removed, body-encoding-*",
  "MethodBase.upload": "exports: arguments-changed",
  "MethodBase.idempotency": "idempotency-*",
  "ApiModel.componentNames": "wire-types-changed",
  "MethodBase.accept": "response-media-type-*, request-changed",
  "MethodBase.authorize": "security-*, request-changed",
  "MethodBase.bodyStyles": "part-encoding-*, request-changed",
  "MethodBase.bodyArgument": "exports: arguments-changed",
  "MethodBase.contentType": "body-media-type-*, request-changed",
  "MethodBase.cookies": "parameter-*, request-changed",
  "MethodBase.headers": "parameter-*, request-changed",
  "MethodBase.read": "exports: result-changed",
  "MethodBase.servers": "server-*, request-changed",
  "MethodBase.styles": "parameter-style-*, request-changed",
  "MethodModel.kind": "exports: result-changed",
  "MethodModel.result": "exports: result-changed",
  "MethodModel.item": "exports: result-changed",
  "MethodModel.itemId": "pagination-changed",
  "MethodModel.page": "exports: result-changed",
  "MethodModel.cursor": "pagination-changed",
  "MethodModel.next": "pagination-changed",
  "MethodModel.more": "pagination-changed",
  "ParamsModel.type": "exports: arguments-changed",
  "ParamsModel.optional": "exports: arguments-changed",
  "ParamsModel.isWholeBody": "exports: arguments-changed",
  "AccessModel.key": "security-*, credentials-*",
  "AccessModel.permissions": "scope-*, scopes-*",
  "AccessModel.credentials": "credentials-*",
  "SentParameter.required": "required-header-*, became-required, request-changed",
  "SentParameter.wire": "header-*, parameter-*, request-changed",
  "EventModel.type": "webhook-added, webhook-removed, webhook-renamed",
  "EventModel.body": "exports: event-type-changed",
  "UnknownEventModel.envelope": "exports: member-* of UnknownWebhookEvent",
  "UnknownEventModel.hasData": "exports: member-* of UnknownWebhookEvent",
  "FailureModel.name": "exports: export-removed",
  "FailureModel.members": "status-*; exports: type-changed",
  "PropertyModel.name": "property-*",
  "PropertyModel.type": "type-*; exports: member-changed",
  "PropertyModel.optional": "became-required, became-optional",
  "PropertyModel.docs": "deprecated; words are none",
  "ValueList.name": "exports: export-removed",
  "ValueList.deprecatedName": "exports: export-removed",
  "ResourceModel.path": "exports: method-renamed",
  "ResourceModel.className": "exports: export-removed",
  "ResourceModel.summary": "none: words",
  "ResourceModel.methods": "exports: method-*",
  "ResourceModel.children": "exports: method-*",
};

test("each field of the model has a rule that looks at it, or a reason why none does", () => {
  const path = join(ROOT, "scripts/model/api-model.ts");
  const program = ts.createProgram([path], { strict: true, module: ts.ModuleKind.NodeNext, noLib: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  if (source === undefined) throw new Error("no model");
  const names = new Set(Object.keys(compared).map((field) => field.split(".")[0] ?? ""));
  const base = new Set<string>();
  const fields = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue;
    const name = statement.name.text;
    if (!names.has(name) && ts.isTypeAliasDeclaration(statement)) continue;
    const type = checker.getTypeAtLocation(statement);
    const parts = type.isUnion() ? type.types : [type];
    for (const property of parts.flatMap((part) => checker.getPropertiesOfType(part))) {
      if (name === "MethodBase") base.add(property.name);
      fields.add(`${name}.${property.name}`);
    }
  }
  const wanted = [...fields].filter(
    (field) =>
      !field.startsWith("Docs.") && !(field.startsWith("MethodModel.") && base.has(field.slice("MethodModel.".length))),
  );
  expect(wanted.sort()).toEqual(Object.keys(compared).sort());
});
