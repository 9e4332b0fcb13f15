import type { OpenApiDocument, Operation } from "../load/openapi.js";
import { operationsOf } from "../normalize/walk-schemas.js";
import { type FailureModel, unknownType } from "./api-model.js";
import type { NameTable } from "./name-table.js";
import { jsonOf, type Resolver } from "./resolver.js";
import { type NameOf, typeOf } from "./type-model.js";

type Members = FailureModel["members"];

/** The declared failures of operations. Most operations of an API declare the same ones: these share one union. */
export class FailureTable {
  readonly #byMembers = new Map<string, FailureModel>();
  readonly #membersOf: (operation: Operation) => Members;
  readonly #names: NameTable;
  /** The statuses of the union that most operations share, in ascending order. */
  readonly common: readonly number[];

  constructor(api: string, document: OpenApiDocument, resolver: Resolver, nameOf: NameOf, names: NameTable) {
    this.#names = names;
    this.#membersOf = (operation) => readMembers(operation, resolver, nameOf);
    const counts = new Map<string, { members: Members; count: number }>();
    for (const { operation } of operationsOf(document)) {
      const members = this.#membersOf(operation);
      const key = JSON.stringify(members);
      counts.set(key, { members, count: (counts.get(key)?.count ?? 0) + 1 });
    }
    const [most] = [...counts.values()].filter(({ members }) => members.length > 0).sort((a, b) => b.count - a.count);
    this.common = most?.members.map(({ status }) => status) ?? [];
    if (most !== undefined) this.#add(names.claim(`${api}Failure`, "the failures of all operations"), most.members);
  }

  /** The union of one operation's failures, and their statuses where these are not the common ones. */
  failureOf(
    operation: Operation,
    typePrefix: string,
    pointer: string,
  ): { name: string | undefined; own: readonly number[] | undefined } {
    const members = this.#membersOf(operation);
    const statuses = members.map(({ status }) => status);
    const own = statuses.join() === this.common.join() ? undefined : statuses;
    if (members.length === 0) return { name: undefined, own };
    const known = this.#byMembers.get(JSON.stringify(members));
    return { name: (known ?? this.#add(this.#names.claim(`${typePrefix}Failure`, pointer), members)).name, own };
  }

  all(): FailureModel[] {
    return [...this.#byMembers.values()];
  }

  #add(name: string, members: Members): FailureModel {
    const failure = { name, members };
    this.#byMembers.set(JSON.stringify(members), failure);
    return failure;
  }
}

function readMembers(operation: Operation, resolver: Resolver, nameOf: NameOf): Members {
  return Object.entries(operation.responses ?? {})
    .filter(([status]) => /^[45]\d\d$/.test(status))
    .map(([status, response]) => {
      const schema = jsonOf(resolver.response(response).content)?.schema;
      return { status: Number(status), body: schema === undefined ? unknownType : typeOf(schema, nameOf) };
    })
    .sort((a, b) => a.status - b.status);
}
