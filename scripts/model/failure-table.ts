import { jsonContent } from "../load/content.js";
import { isErrorStatus, type ResolvedOperation } from "../load/resolved-operation.js";
import { type FailureModel, unknownType } from "./api-model.js";
import type { NameTable } from "./name-table.js";
import { type NameOf, typeOf } from "./type-model.js";

type Members = FailureModel["members"];

/** The declared failures of operations. Most operations of an API declare the same ones: these share one union. */
export class FailureTable {
  readonly #byMembers = new Map<string, FailureModel>();
  readonly #membersOf: (operation: ResolvedOperation) => Members;
  readonly #names: NameTable;
  /** The statuses of the union that most operations share, in ascending order. */
  readonly common: readonly number[];

  constructor(api: string, operations: readonly ResolvedOperation[], nameOf: NameOf, names: NameTable) {
    this.#names = names;
    this.#membersOf = (operation) => readMembers(operation, nameOf);
    const counts = new Map<string, { members: Members; count: number }>();
    for (const operation of operations) {
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
    operation: ResolvedOperation,
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

function readMembers(operation: ResolvedOperation, nameOf: NameOf): Members {
  return [...operation.responses.values()]
    .filter(({ status }) => isErrorStatus(status))
    .map(({ status, content }) => {
      const schema = jsonContent(content)?.node.schema;
      return { status: Number(status), body: schema === undefined ? unknownType : typeOf(schema, nameOf) };
    })
    .sort((a, b) => a.status - b.status);
}
