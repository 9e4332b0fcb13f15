import type { Checker } from "./check-request.js";
import type { Contract, ContractOperation, Entity, JsonSchema } from "./contract.js";
import { isEntity } from "./contract.js";
import { hashedText } from "./hash.js";
import type { ValueMaker } from "./make-value.js";

/** What an API keeps under one path: all disputes, or the fees of one payment. */
export interface Collection {
  /** `/disputes`, with values in place of templates. */
  readonly path: string;
  readonly entities: Map<string, Entity>;
  /** Whether ids that it does not list exist as well: nobody has said what there is. */
  readonly isOpen: boolean;
}

export interface StoreOptions {
  /** Items of a collection that nobody has filled. */
  readonly size: number;
  /** By the first name of a call: `disputes`, `v2.cases`. */
  readonly given: Readonly<Record<string, readonly Entity[]>>;
  /** By the path of a collection. */
  readonly defaults: Readonly<Record<string, (now: Date) => Entity>>;
  readonly now: () => Date;
}

/** The state behind a mock: entities by collection, made when they are first looked at. */
export class Store {
  readonly #contract: Contract;
  readonly #checker: Checker;
  readonly #maker: ValueMaker;
  readonly #options: StoreOptions;
  readonly #collections = new Map<string, Collection>();
  #created = 0;

  constructor(contract: Contract, checker: Checker, maker: ValueMaker, options: StoreOptions) {
    this.#contract = contract;
    this.#checker = checker;
    this.#maker = maker;
    this.#options = options;
  }

  /** The collection at a path template, for example `/disputes`. */
  collection(template: string, pathValues: Readonly<Record<string, string>> = {}): Collection {
    const path = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(pathValues[name] ?? ""));
    const known = this.#collections.get(path);
    if (known !== undefined) return known;
    const given = this.#options.given[this.#resourceAt(template)];
    const collection: Collection = { path, entities: new Map(), isOpen: given === undefined };
    this.#collections.set(path, collection);
    const schema = this.schemaOf(template);
    if (schema === undefined) return collection;
    const count = given?.length ?? this.#options.size;
    for (let index = 0; index < count; index++) this.#add(collection, template, schema, given?.[index], index);
    return collection;
  }

  /** The entity with this id; in an open collection, one is made where there is none. */
  find(template: string, id: string, pathValues: Readonly<Record<string, string>> = {}): Entity | undefined {
    const collection = this.collection(template, pathValues);
    const known = collection.entities.get(id);
    const schema = this.schemaOf(template);
    if (known !== undefined || !collection.isOpen || schema === undefined) return known;
    const idName = this.idName(template);
    const named = idName in (this.#checker.schemas.resolve(schema).properties ?? {}) ? { [idName]: id } : {};
    const entity = { ...this.#made(template, schema, id), ...named };
    collection.entities.set(id, entity);
    return entity;
  }

  /** A new entity: what the request says, as far as its schema has a place for it, and made values for the rest. */
  create(template: string, said: Entity, pathValues: Readonly<Record<string, string>> = {}): Entity {
    const schema = this.schemaOf(template) ?? {};
    const idName = this.idName(template);
    const made = this.#made(template, schema, `new/${template}/${this.#created++}`);
    const entity = this.overlay(schema, { ...made, ...this.#times(schema) }, said);
    if (typeof said[idName] === "string") entity[idName] = said[idName];
    const { entities } = this.collection(template, pathValues);
    const id = String(entity[idName] ?? `new_${this.#created}`);
    const fresh = entities.has(id) ? `${id.slice(0, -4)}${hashedText(`${this.#created}`, 4)}` : id;
    return this.put(template, { ...entity, [idName]: fresh }, pathValues);
  }

  put(template: string, entity: Entity, pathValues: Readonly<Record<string, string>> = {}): Entity {
    this.collection(template, pathValues).entities.set(String(entity[this.idName(template)]), entity);
    return entity;
  }

  /** `entity` with those of `said` that its schema has a place for. Objects are merged where `merge` says so, the rest is replaced. */
  overlay(schema: JsonSchema, entity: Entity, said: Entity, merge = true): Entity {
    const { properties = {} } = this.#checker.schemas.resolve(schema);
    const result = { ...entity };
    for (const [name, value] of Object.entries(said)) {
      const property = properties[name];
      if (property === undefined || value === undefined) continue;
      const before = result[name];
      const merged = merge && isEntity(value) && isEntity(before) ? { ...before, ...value } : value;
      const chosen = [merged, value].find((one) => this.#checker.wouldSay(property, one));
      if (chosen !== undefined) result[name] = chosen;
    }
    return result;
  }

  /** An entity in the form of another schema, such as that of a list's items. */
  project(schema: JsonSchema, entity: Entity, place: string): unknown {
    const resolved = this.#checker.schemas.resolve(schema);
    if (resolved.properties === undefined) {
      return this.#checker.accepts(schema, entity) ? entity : this.#maker.make(schema, place);
    }
    const made = this.#maker.make(schema, place);
    if (!isEntity(made)) return made;
    const known = Object.fromEntries(Object.entries(entity).filter(([name]) => name in (resolved.properties ?? {})));
    return this.overlay(schema, made, known, false);
  }

  /** The schema of the collection's entities: of what `retrieve` gives, else of the list's items, else of what is created. */
  schemaOf(template: string): JsonSchema | undefined {
    const one = this.#contract.operations.find(
      ({ verb, path }) =>
        verb === "GET" && path.startsWith(`${template}/{`) && path.indexOf("/", template.length + 1) < 0,
    );
    if (one?.success?.schema !== undefined) return one.success.schema;
    const all = this.#operation("GET", template);
    if (all?.pagination !== undefined) return this.itemsOf(all);
    return this.#operation("POST", template)?.success?.schema;
  }

  /** The schema of a list's items. */
  itemsOf(operation: ContractOperation): JsonSchema | undefined {
    const { properties } = this.#checker.schemas.resolve(operation.success?.schema ?? {});
    return properties?.data && this.#checker.schemas.resolve(properties.data).items;
  }

  /** The schema of a property, or of a list's `items`; of the object, where there may be null, too. */
  schemaAt(schema: JsonSchema, name: string): JsonSchema | undefined {
    const resolved = this.#checker.schemas.resolve(schema);
    const found = name === "items" ? resolved.items : resolved.properties?.[name];
    const members = found && (found.oneOf ?? found.anyOf);
    return members?.find((member) => this.#checker.schemas.resolve(member).type !== "null") ?? found;
  }

  /** The property that identifies an entity: `id`, or what the path calls it. */
  idName(template: string): string {
    const schema = this.#checker.schemas.resolve(this.schemaOf(template) ?? {});
    if (schema.properties?.id !== undefined) return "id";
    const inPath = this.#contract.operations
      .map(({ path }) => (path.startsWith(`${template}/{`) ? path.slice(template.length + 2).split("}")[0] : undefined))
      .find((name) => name !== undefined && schema.properties?.[name] !== undefined);
    return inPath ?? "id";
  }

  #add(collection: Collection, template: string, schema: JsonSchema, given: Entity | undefined, index: number): void {
    const idName = this.idName(template);
    const id = given?.[idName];
    const made = this.#made(template, schema, typeof id === "string" ? id : `${collection.path}/#${index}`);
    const entity = given === undefined ? made : { ...made, ...this.#deep(made, given) };
    collection.entities.set(String(entity[idName] ?? index), entity);
  }

  /** What a test gives is taken as it is, and merged into objects. */
  #deep(made: Entity, given: Entity): Entity {
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const below = made[name];
        return [name, isEntity(value) && isEntity(below) ? { ...below, ...this.#deep(below, value) } : value];
      }),
    );
  }

  #made(template: string, schema: JsonSchema, place: string): Entity {
    const value = this.#maker.make(schema, place);
    const { defaults, now } = this.#options;
    return { ...(isEntity(value) ? value : {}), ...defaults[template]?.(now()) };
  }

  #times(schema: JsonSchema): Entity {
    const { properties = {} } = this.#checker.schemas.resolve(schema);
    const now = this.#options.now().toISOString();
    return Object.fromEntries(
      ["created_at", "updated_at", "created"].flatMap((name) => (name in properties ? [[name, now]] : [])),
    );
  }

  #operation(verb: string, path: string): ContractOperation | undefined {
    return this.#contract.operations.find((operation) => operation.verb === verb && operation.path === path);
  }

  /** `disputes` for `/disputes`, by the call that a path belongs to. */
  #resourceAt(template: string): string {
    const own = this.#contract.operations.find(({ path }) => path === template || path.startsWith(`${template}/{`));
    return own?.call.split(".").slice(0, -1).join(".") ?? "";
  }
}
