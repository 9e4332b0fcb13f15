import { isClientHeader } from "../../load/client-headers.js";
import { isJsonObject } from "../../load/json-object.js";
import { componentOf, type MediaType, type OpenApiDocument, type Schema } from "../../load/openapi.js";
import { readOperations } from "../../load/read-operations.js";
import { type ResolvedOperation, type ResolvedResponse, resolve } from "../../load/resolved-operation.js";
import type { MethodModel, TypeModel } from "../../model/api-model.js";
import type { ApiState } from "../../model/api-state.js";
import { isRecursiveAlias } from "../../model/recursive-alias.js";
import { deepReference } from "../../model/resolver.js";
import { typeOf } from "../../model/type-model.js";
import { Assignability, type TypeLookup } from "./assignable.js";
import { expressionOf, plain } from "./expression-of.js";
import type { PropertyType, TypeExpression } from "./type-expression.js";

/**
 * The operations whose wire types differ in meaning, by their id. A last look, at the form that openapi-typescript gives an operation:
 * only what it asks for is read, and no file is written for it.
 *
 * @param methods those of both states that are asked for
 */
export function differingWireTypes(
  before: Pick<ApiState, "normalized">,
  after: Pick<ApiState, "normalized">,
  methods: readonly (readonly [before: MethodModel, after: MethodModel])[],
): string[] {
  if (methods.length === 0) return [];
  const wireBefore = new WireTypes(before.normalized.document);
  const wireAfter = new WireTypes(after.normalized.document);
  return methods.flatMap(([methodBefore, methodAfter]) => {
    const one = wireBefore.operation(methodBefore);
    const other = wireAfter.operation(methodAfter);
    if (one === undefined || other === undefined) return one === other ? [] : [methodAfter.operationId];
    const forward = new Assignability(wireBefore, wireAfter, true).fits(one, other);
    const backward = new Assignability(wireAfter, wireBefore, true).fits(other, one);
    return forward && backward ? [] : [methodAfter.operationId];
  });
}

/** The wire types of a document, each made when it is first asked for. */
class WireTypes implements TypeLookup {
  readonly #document: OpenApiDocument;
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #operations: ReadonlyMap<string, ResolvedOperation>;
  readonly #models = new Map<string, TypeModel | undefined>();
  readonly #types = new Map<string, TypeExpression | undefined>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
    this.#schemas = document.components?.schemas ?? {};
    this.#operations = new Map(
      readOperations(document).map((operation) => [operation.node.operationId ?? "", operation]),
    );
  }

  /** A component. One that holds itself is only a name, as in `paths.ts`. */
  get(name: string): TypeExpression | undefined {
    if (!this.#types.has(name)) {
      const model = this.#modelOf(name);
      const models = { get: (other: string) => this.#modelOf(other) };
      this.#types.set(name, model === undefined || isRecursiveAlias(name, models) ? undefined : expressionOf(model));
    }
    return this.#types.get(name);
  }

  operation({ operationId }: MethodModel): TypeExpression | undefined {
    const operation = this.#operations.get(operationId);
    if (operation === undefined) return undefined;
    const { requestBody } = operation;
    const body = requestBody && object([["content", required(this.#content(requestBody.node.content))]]);
    const responses = [...operation.responses].map(
      ([status, response]) => [status, required(this.#response(response))] as const,
    );
    return object([
      ["parameters", required(this.#parameters(operation))],
      ["requestBody", { type: body ?? NEVER, optional: requestBody?.required !== true }],
      ["responses", required(responses.length === 0 ? NEVER : object(responses))],
    ]);
  }

  #modelOf(name: string): TypeModel | undefined {
    if (!this.#models.has(name)) {
      const component = name.slice(COMPONENT.length);
      const isComponent = name.startsWith(COMPONENT) && Object.hasOwn(this.#schemas, component);
      const schema = isComponent ? this.#schemas[component] : undefined;
      this.#models.set(name, schema === undefined ? undefined : typeOf(schema, componentName));
    }
    return this.#models.get(name);
  }

  #parameters({ parameters }: ResolvedOperation): TypeExpression {
    const sent = parameters.map(({ node }) => node).filter((node) => !isClientHeader(node));
    return object(
      ["query", "header", "path", "cookie"].map((place) => {
        const those = sent.filter((node) => node.in === place);
        const members = those.map(
          (node) =>
            [node.name, { type: valueType(node), optional: place !== "path" && node.required !== true }] as const,
        );
        const optional = members.every(([, member]) => member.optional);
        return [place, { type: members.length === 0 ? NEVER : object(members), optional }] as const;
      }),
    );
  }

  #response({ node, usedAt }: ResolvedResponse): TypeExpression {
    const headers = Object.entries(node.headers ?? {}).flatMap(([name, given]) => {
      if (!isJsonObject(given)) return [];
      const header = resolve<object>(this.#document, given, usedAt)?.node;
      // openapi-typescript does not look whether a header that is a reference is required.
      const optional = given.$ref === undefined && given.required !== true;
      return [[name, { type: header === undefined ? UNKNOWN : valueType(header), optional }] as const];
    });
    const content = this.#content(node.content);
    const isEmpty = Object.keys(node.content ?? {}).length === 0;
    return object([
      ["headers", required({ kind: "object", properties: new Map(headers), rest: UNKNOWN })],
      ["content", { type: isEmpty ? NEVER : content, optional: isEmpty }],
    ]);
  }

  #content(content: Readonly<Record<string, MediaType>> | undefined): TypeExpression {
    const entries = Object.entries(content ?? {});
    if (entries.length === 0) return object([["*/*", { type: NEVER, optional: true }]]);
    return object(
      entries.map(
        ([mediaType, { schema }]) =>
          [mediaType, required(schema === undefined ? UNKNOWN : schemaType(schema))] as const,
      ),
    );
  }
}

const NEVER = plain("never");
const UNKNOWN = plain("unknown");

/** What a parameter or header holds: its schema, or that of its one media type. */
function valueType(node: object): TypeExpression {
  const { content, schema } = node as {
    readonly content?: Readonly<Record<string, MediaType>>;
    readonly schema?: Schema;
  };
  const [media] = Object.values(content ?? {});
  return schemaType((media === undefined ? schema : media.schema) ?? {});
}

function schemaType(schema: Schema): TypeExpression {
  return expressionOf(typeOf(schema, componentName));
}

function componentName(reference: string): string {
  const name = componentOf(reference);
  if (name === undefined) throw deepReference(reference);
  return COMPONENT + name;
}

/** Before the name of a component, which may be called as a type of the runtime is. */
const COMPONENT = "#/components/schemas/";

function object(properties: readonly (readonly [string, PropertyType])[]): TypeExpression {
  return { kind: "object", properties: new Map(properties), rest: undefined };
}

function required(type: TypeExpression): PropertyType {
  return { type, optional: false };
}
