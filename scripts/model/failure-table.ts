import { SpecError } from "../diagnostics.js";
import { jsonContent } from "../load/content.js";
import type { CommonFailures, OpenApiDocument } from "../load/openapi.js";
import { isErrorStatus, type ResolvedOperation } from "../load/resolved-operation.js";
import { type FailureModel, type MethodFailure, unknownType } from "./api-model.js";
import type { NameTable } from "./name-table.js";
import { type NameOf, typeOf } from "./type-model.js";

type Members = FailureModel["members"];

/**
 * The declared failures of operations. The set that `x-common-failures` lists has a name, `WhopFailure`; every other set is
 * written out where it is declared. So what one operation declares never renames or changes a type of another.
 */
export class FailureTable {
  readonly common: FailureModel | undefined;
  readonly #membersOf: (operation: ResolvedOperation) => Members;

  /** @throws SpecError `model/common-failures` */
  constructor(api: string, document: OpenApiDocument, nameOf: NameOf, names: NameTable) {
    this.#membersOf = (operation) => readMembers(operation, nameOf);
    const common = document["x-common-failures"];
    if (common === undefined) return;
    this.common = {
      name: names.choose([`${api}Failure`, `${api}CommonFailure`], "/x-common-failures"),
      members: readCommon(common, nameOf),
    };
  }

  /** In ascending order. */
  get commonStatuses(): readonly number[] {
    return statusesOf(this.common?.members ?? []);
  }

  /** What one operation declares, and its statuses where these are not the common ones. */
  failureOf(operation: ResolvedOperation): { failure: MethodFailure | undefined; own: readonly number[] | undefined } {
    const members = this.#membersOf(operation);
    const statuses = statusesOf(members);
    const own = statuses.join() === this.commonStatuses.join() ? undefined : statuses;
    if (members.length === 0) return { failure: undefined, own };
    const { common } = this;
    const isCommon = common !== undefined && JSON.stringify(common.members) === JSON.stringify(members);
    return { failure: isCommon ? { kind: "common", name: common.name } : { kind: "own", members }, own };
  }
}

function statusesOf(members: Members): number[] {
  return members.map(({ status }) => status);
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

function readCommon({ statuses, schema }: CommonFailures, nameOf: NameOf): Members {
  if (!Array.isArray(statuses) || statuses.length === 0 || !statuses.every(isFailureStatus)) {
    throw new SpecError(
      "model/common-failures",
      "/x-common-failures/statuses",
      `the common failures must be statuses from 400 to 599 (got ${JSON.stringify(statuses)}).`,
      "Correct x-common-failures in the overlay or the contract.",
    );
  }
  const body = schema === undefined ? unknownType : typeOf({ $ref: schema }, nameOf);
  return [...statuses].sort((a, b) => a - b).map((status) => ({ status, body }));
}

function isFailureStatus(status: unknown): boolean {
  return typeof status === "number" && Number.isInteger(status) && status >= 400 && status < 600;
}
