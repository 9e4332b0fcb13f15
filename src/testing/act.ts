import type { CheckedRequest, Checker } from "./check-request.js";
import { type ContractOperation, type Entity, isEntity, type JsonSchema } from "./contract.js";
import type { ValueMaker } from "./make-value.js";
import { cutPage } from "./page.js";
import { Refusal } from "./refusal.js";
import type { Store } from "./store.js";

/** What a call is about, for the flows of one API. */
export interface CallContext extends CheckedRequest {
  readonly operation: ContractOperation;
  readonly pathValues: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly store: Store;
  readonly now: () => Date;
  /** The entity that the path names. */
  readonly entity: Entity | undefined;
}

/** Changes state where an API does more than its contract tells. `undefined`: go on as for any operation. */
export type Flow = (context: CallContext) => unknown;
export type Flows = Readonly<Record<string, Flow>>;

/** How a path names an entity: `/disputes/{id}/submit` is the action `submit` on one of `/disputes`. */
export interface PathShape {
  readonly collection: string;
  readonly idParam: string | undefined;
  readonly action: string | undefined;
}

export function shapeOf(path: string): PathShape {
  const segments = path.split("/");
  const last = segments.map((segment) => segment.startsWith("{")).lastIndexOf(true);
  if (last < 0) return { collection: path, idParam: undefined, action: undefined };
  const collection = segments.slice(0, last).join("/");
  const idParam = segments[last]?.slice(1, -1);
  return { collection, idParam, action: segments.slice(last + 1).join("/") || undefined };
}

export interface ActorOptions {
  readonly pageSize: number;
  readonly now: () => Date;
  readonly flows: Flows;
}

/** Carries out any operation of a contract on the state, by its verb, path and schemas. */
export class Actor {
  readonly #checker: Checker;
  readonly #store: Store;
  readonly #maker: ValueMaker;
  readonly #options: ActorOptions;
  readonly #operations: readonly ContractOperation[];

  constructor(
    operations: readonly ContractOperation[],
    checker: Checker,
    store: Store,
    maker: ValueMaker,
    options: ActorOptions,
  ) {
    this.#operations = operations;
    this.#checker = checker;
    this.#store = store;
    this.#maker = maker;
    this.#options = options;
  }

  /** @returns the body of the response; `undefined` for none */
  async act(
    operation: ContractOperation,
    pathValues: Readonly<Record<string, string>>,
    url: URL,
    request: CheckedRequest,
  ): Promise<unknown> {
    const shape = shapeOf(operation.path);
    const inCollection = this.#isCollection(operation.path);
    const entity = this.#entity(shape, pathValues, inCollection);
    const context = { ...request, operation, pathValues, url, store: this.#store, now: this.#options.now, entity };
    const special = await this.#options.flows[operation.call]?.(context);
    if (special !== undefined) return special;
    const schema = operation.success?.schema;
    if (operation.verb === "GET") return this.#read(context, shape, schema);
    if (operation.verb === "DELETE") return this.#remove(context, shape, schema);
    if (operation.verb === "POST" && (shape.idParam === undefined || inCollection))
      return this.#create(context, schema);
    return this.#change(context, shape, schema);
  }

  #entity(shape: PathShape, pathValues: Readonly<Record<string, string>>, inCollection: boolean): Entity | undefined {
    const { collection, idParam } = shape;
    if (idParam === undefined || this.#store.schemaOf(collection) === undefined) return undefined;
    const id = pathValues[idParam] ?? "";
    const found = this.#store.find(collection, id, pathValues);
    if (found === undefined && !inCollection) throw new Refusal(404, `No such ${nounOf(collection)}: ${id}`);
    return found;
  }

  #read(context: CallContext, shape: PathShape, schema: JsonSchema | undefined): unknown {
    const { operation, entity, url } = context;
    const isList = operation.pagination !== undefined;
    if (isList) return this.#list(context);
    if (schema === undefined) return undefined;
    if (entity !== undefined && shape.action === undefined) return this.#store.project(schema, entity, url.pathname);
    return this.#maker.make(schema, `${url.pathname}${url.search}`);
  }

  #list(context: CallContext): unknown {
    const { operation, pathValues, query } = context;
    const { pagination, success } = operation;
    const items = this.#store.itemsOf(operation) ?? {};
    const { entities } = this.#store.collection(operation.path, pathValues);
    // Whose the entities are is not simulated: those of any company or channel belong to the one that is asked for.
    const owners = operation.parameters.filter(({ name, required }) => required && name.endsWith("_id"));
    const filters = Object.fromEntries(
      Object.entries(query).filter(([name]) => !owners.some((owner) => owner.name === name)),
    );
    const matching = [...entities.values()].filter((entity) => this.#matches(entity, filters));
    const isPaged = operation.parameters.some(
      ({ name }) => name === "after" || name === "cursor" || name === "starting_after",
    );
    const { pageSize } = this.#options;
    const page = cutPage(
      newestFirst(matching, query),
      query,
      pagination ?? { scheme: "cursor" },
      isPaged ? pageSize : entities.size,
    );
    const data = page.items.map((entity) => this.#store.project(items, entity, `${operation.path}/${entity.id}`));
    const made = this.#maker.make(success?.schema ?? {}, operation.path);
    const whole = isEntity(made) ? made : {};
    const about = Object.entries(page.about).map(([name, value]) => {
      const before = whole[name];
      return [name, isEntity(value) && isEntity(before) ? { ...before, ...value } : value];
    });
    return { ...whole, ...Object.fromEntries(about), data };
  }

  /** A query parameter filters where the entities have a property of its name, in the singular or with `_id`. */
  #matches(entity: Entity, query: Readonly<Record<string, unknown>>): boolean {
    return Object.entries(query).every(([name, wanted]) => {
      if (wanted === null) return true;
      const bound = /^created_(after|before)$/.exec(name)?.[1];
      const created = entity.created_at;
      if (bound !== undefined && typeof created === "string") {
        const difference = Date.parse(created) - Date.parse(String(wanted));
        return bound === "after" ? difference > 0 : difference < 0;
      }
      const value = entity[name] ?? (name.endsWith("es") ? entity[name.slice(0, -2)] : entity[name.replace(/s$/, "")]);
      if (value === undefined || typeof value === "object" || /^(?:company|account)_id$/.test(name)) return true;
      return Array.isArray(wanted) ? wanted.length === 0 || wanted.includes(value) : wanted === value;
    });
  }

  #create(context: CallContext, schema: JsonSchema | undefined): unknown {
    const { operation, pathValues, body } = context;
    const said = isEntity(body) ? body : {};
    if (this.#store.schemaOf(operation.path) === undefined || !this.#isCollection(operation.path)) {
      return this.#answer(schema, said, `${operation.path}/${JSON.stringify(said)}`);
    }
    const entity = this.#store.create(operation.path, said, pathValues);
    return schema && this.#store.project(schema, entity, `${operation.path}/new`);
  }

  #change(context: CallContext, shape: PathShape, schema: JsonSchema | undefined): unknown {
    const { entity, pathValues, body, url, now } = context;
    const said = isEntity(body) ? body : {};
    const own = this.#store.schemaOf(shape.collection);
    if (entity === undefined || own === undefined) return this.#answer(schema, said, url.pathname);
    const updated = this.#store.overlay(own, entity, said);
    if ("updated_at" in updated) updated.updated_at = now().toISOString();
    this.#store.put(shape.collection, updated, pathValues);
    if (schema === undefined) return undefined;
    const idName = this.#store.idName(shape.collection);
    const sameKind = own.$ref === schema.$ref || idName in (this.#checker.schemas.resolve(schema).properties ?? {});
    return sameKind ? this.#store.project(schema, updated, url.pathname) : this.#answer(schema, said, url.pathname);
  }

  #remove(context: CallContext, shape: PathShape, schema: JsonSchema | undefined): unknown {
    const { entity, pathValues, url } = context;
    const { idParam, collection } = shape;
    if (idParam !== undefined)
      this.#store.collection(collection, pathValues).entities.delete(pathValues[idParam] ?? "");
    if (schema === undefined) return undefined;
    const gone = { ...entity, deleted: true, object: undefined };
    return entity === undefined
      ? this.#answer(schema, {}, url.pathname)
      : this.#answerAbout(schema, gone, url.pathname);
  }

  #answerAbout(schema: JsonSchema, entity: Entity, place: string): unknown {
    return this.#checker.schemas.typesOf(schema).includes("boolean")
      ? true
      : this.#store.project(schema, entity, place);
  }

  /** A response that is about no entity: true, or a made value with what the request said. */
  #answer(schema: JsonSchema | undefined, said: Entity, place: string): unknown {
    if (schema === undefined) return undefined;
    if (this.#checker.schemas.typesOf(schema).includes("boolean")) return true;
    const made = this.#maker.make(schema, place);
    return isEntity(made) ? this.#store.overlay(schema, made, said) : made;
  }

  /** Whether entities are read at this path: `GET` lists them, or `GET …/{id}` retrieves one. */
  #isCollection(path: string): boolean {
    return this.#operations.some(
      (operation) =>
        operation.verb === "GET" &&
        ((operation.path === path && operation.pagination !== undefined) ||
          new RegExp(`^${escapeText(path)}/\\{[^/]+\\}$`).test(operation.path)),
    );
  }
}

function newestFirst(entities: readonly Entity[], query: Readonly<Record<string, unknown>>): Entity[] {
  const time = (entity: Entity) => Date.parse(String(entity.created_at ?? entity.created ?? "")) || 0;
  const sorted = [...entities].sort((a, b) => time(b) - time(a));
  return query.direction === "asc" ? sorted.reverse() : sorted;
}

function nounOf(collection: string): string {
  return collection.split("/").at(-1)?.replace(/s$/, "").replaceAll("_", " ") ?? "object";
}

function escapeText(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
