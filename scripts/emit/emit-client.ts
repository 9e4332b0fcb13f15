import type {
  ClassDeclarationStructure,
  ExportDeclarationStructure,
  GetAccessorDeclarationStructure,
  OverrideableNodeStructure,
  TypeAliasDeclarationStructure,
} from "ts-morph";
import { camelCase } from "../load/letter-case.js";
import type { AccessModel, ApiModel, ResourceModel } from "../model/api-model.js";
import { placedMethods, resourcesOf } from "../model/placed-methods.js";
import { propertyComment } from "./doc-comment.js";
import { PATHS } from "./emit-paths.js";
import { resourceFile } from "./emit-resource.js";
import { idempotencyMembers } from "./method-body.js";
import { objectLiteral } from "./object-literal.js";
import { authText, ownConfig } from "./operation-config.js";
import { OutputFile } from "./output-file.js";
import { tableStatement } from "./table-statement.js";
import { propertyKey, quote } from "./text.js";
import { StructureKind } from "./ts-morph.js";

/** `client.ts`: what the contract says of the API as a whole, the core that a single resource needs, and the client with every resource. */
export function emitClient(api: ApiModel): OutputFile {
  const file = new OutputFile("client.ts");
  file.add(
    configOf(api, file),
    environmentOf(api),
    ...idempotencyTable(api, file),
    ...operationTable(api, file),
    coreOf(api, file),
    clientOf(api, file),
    ...exportsOf(api.resources),
  );
  return file;
}

function configName(api: ApiModel): string {
  return `${camelCase(api.id)}Config`;
}

function configOf(api: ApiModel, file: OutputFile): string {
  const { servers, auth, queryArrays, failures, apiVersionDate, envPrefix } = api.config;
  const urls = servers.map(({ environment, url }) => `${propertyKey(environment)}: ${quote(url)}`);
  const members = [
    `name: ${quote(api.name)}`,
    `servers: ${objectLiteral(urls)}`,
    `auth: ${authText(auth, file)}`,
    `env: { apiKey: ${quote(`${envPrefix}_API_KEY`)}, baseURL: ${quote(`${envPrefix}_BASE_URL`)}, logLevel: ${quote(`${envPrefix}_LOG`)} }`,
    `queryArrays: ${quote(queryArrays)}`,
    `failures: [${failures.join(", ")}]`,
    ...(apiVersionDate === undefined ? [] : [`apiVersionDate: ${quote(apiVersionDate)}`]),
    ...accessMember(api),
  ];
  return tableStatement(
    `What the contract says of ${api.name} as a whole.`,
    `${configName(api)}: ${file.useRuntime("ApiConfig")}`,
    members,
  );
}

/** `WhopEnvironment`: a value that the contract does not name has no server. */
function environmentOf({ name, config }: ApiModel): TypeAliasDeclarationStructure {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: `${name}Environment`,
    docs: [`The servers of ${name}, as the option \`environment\` calls them.`],
    type: config.servers.map(({ environment }) => quote(environment)).join(" | ") || "never",
  };
}

function optionsType(api: ApiModel, file: OutputFile): string {
  return `${file.useRuntime("ClientOptions")}<${api.name}Environment>`;
}

function tableName(api: ApiModel): string {
  return `${camelCase(api.id)}Idempotency`;
}

/** For calls by path: methods know it themselves, so that a bundle of single resources does not hold the table. */
function idempotencyTable(api: ApiModel, file: OutputFile): string[] {
  const rows = placedMethods(api).flatMap(({ method: { idempotency, verb, path } }) =>
    idempotency === undefined
      ? []
      : [`${quote(`${verb.toUpperCase()} ${path}`)}: ${objectLiteral(idempotencyMembers(idempotency))}`],
  );
  if (rows.length === 0) return [];
  const declaration = `${tableName(api)}: ${file.useRuntime("IdempotencyTable")}`;
  const doc = "Where operations take the key that makes a repeat safe, for calls by path.";
  return [tableStatement(doc, declaration, rows, "", "const")];
}

/** The printer writes `override` for any member; the type of getters lacks it. */
type Getter = GetAccessorDeclarationStructure & OverrideableNodeStructure;

function tableGetter(name: string, type: string, table: string): Getter {
  return {
    kind: StructureKind.GetAccessor,
    name,
    hasOverrideKeyword: true,
    returnType: type,
    docs: ["@internal"],
    statements: [`return ${table};`],
  };
}

function idempotencyGetter(api: ApiModel, file: OutputFile): Getter[] {
  if (!placedMethods(api).some(({ method }) => method.idempotency !== undefined)) return [];
  return [tableGetter("_idempotency", file.useRuntime("IdempotencyTable"), tableName(api))];
}

function operationsGetter(api: ApiModel, file: OutputFile): Getter[] {
  if (operationRows(api, new OutputFile("client.ts")).length === 0) return [];
  return [tableGetter("_operations", file.useRuntime("OperationTable"), operationsName(api))];
}

function operationsName(api: ApiModel): string {
  return `${camelCase(api.id)}Operations`;
}

function operationRows(api: ApiModel, file: OutputFile): string[] {
  return placedMethods(api).flatMap(({ method }) => {
    const members = ownConfig(method, file, false);
    const place = quote(`${method.verb.toUpperCase()} ${method.path}`);
    return members.length === 0 ? [] : [`${place}: ${objectLiteral(members)}`];
  });
}

/** For calls by path likewise. */
function operationTable(api: ApiModel, file: OutputFile): string[] {
  const rows = operationRows(api, file);
  if (rows.length === 0) return [];
  const declaration = `${operationsName(api)}: ${file.useRuntime("OperationTable")}`;
  return [tableStatement("What operations have of their own, for calls by path.", declaration, rows, "", "const")];
}

/** A table for the same reason; it lists what is not the rule. */
function accessMember(api: ApiModel): string[] {
  const entries = placedMethods(api).flatMap(({ method: { access, verb, path } }) => {
    const text = accessText(access);
    return text === undefined ? [] : [`${quote(`${verb.toUpperCase()} ${path}`)}: ${quote(text)}`];
  });
  return entries.length === 0 ? [] : [`access: { ${entries.join(", ")} }`];
}

function accessText({ key, credentials }: AccessModel): string | undefined {
  switch (key) {
    case "required":
      return undefined;
    case "none":
      return "none";
    case "optional":
    case "other":
      return "optional";
    case "session":
      return "session";
    case "limited":
      return credentials.join(", ");
  }
}

function coreOf(api: ApiModel, file: OutputFile): ClassDeclarationStructure {
  return {
    kind: StructureKind.Class,
    isExported: true,
    name: `${api.name}Core`,
    docs: [
      `Credentials and settings without any resource. A bundler then keeps only the resources that are made with it.`,
    ],
    extends: `${file.useRuntime("ClientCore")}<${file.use("paths", PATHS)}, ${optionsType(api, file)}>`,
    ctors: [
      {
        parameters: [{ name: "options", type: optionsType(api, file), initializer: "{}" }],
        statements: [`super(${configName(api)}, options);`],
      },
    ],
  };
}

function clientOf(api: ApiModel, file: OutputFile): ClassDeclarationStructure {
  const http = `${file.useRuntime("Http")}<${file.use("paths", PATHS)}>`;
  return {
    kind: StructureKind.Class,
    isExported: true,
    name: api.name,
    docs: [`The client with every resource of ${api.name}.`],
    extends: `${api.name}Core`,
    properties: api.resources.map((resource) => {
      const className = file.use(resource.className, resourceFile(resource), false);
      return {
        name: resource.path.at(-1) ?? "",
        type: className,
        isReadonly: true,
        docs: propertyComment(resource.summary),
        initializer: `new ${className}(this)`,
      };
    }),
    getAccessors: [
      ...idempotencyGetter(api, file),
      ...operationsGetter(api, file),
      {
        name: "http",
        returnType: http,
        docs: ["Calls by method and path, typed by the contract and as safe as the methods."],
        statements: [`return ${file.useRuntime("createHttp")}<paths>(this);`],
      },
    ],
  };
}

/** Every class, so that each can be used alone. */
function exportsOf(resources: readonly ResourceModel[]): ExportDeclarationStructure[] {
  return resourcesOf(resources)
    .map((resource) => ({ resource, from: `./${resourceFile(resource).replace(/\.ts$/, ".js")}` }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ resource, from }) => ({
      kind: StructureKind.ExportDeclaration,
      namedExports: [resource.className],
      moduleSpecifier: from,
    }));
}
