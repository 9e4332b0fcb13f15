import type { OpenApiDocument } from "../../load/openapi.js";
import { readOperations, readWebhooks } from "../../load/read-operations.js";
import type { Affected } from "../compare/change.js";
import { idOf } from "../compare/match-operations.js";

/** The order of the operations and events of two contracts: those of the one before, then those that were added. */
export class ContractOrder {
  readonly #operations = new Map<string, Position>();
  readonly #events = new Map<string, Position>();

  constructor(before: OpenApiDocument, after: OpenApiDocument) {
    let rank = 0;
    for (const document of [before, after]) {
      for (const operation of readOperations(document)) {
        const { pointer } = operation;
        const id = idOf(operation);
        this.#operations.set(id, { rank: this.#operations.get(id)?.rank ?? rank++, pointer });
      }
      for (const { path, pointer } of readWebhooks(document))
        this.#events.set(path, { rank: this.#events.get(path)?.rank ?? rank++, pointer });
    }
  }

  sort({ operationIds, events }: Affected): Affected {
    const sortBy = (names: readonly string[], positions: ReadonlyMap<string, Position>) =>
      [...names].sort((one, other) => rankIn(positions, one) - rankIn(positions, other));
    return { operationIds: sortBy(operationIds, this.#operations), events: sortBy(events, this.#events) };
  }

  /** The rank of the first of them; lower than all others where there is none. */
  rankOf(affected: Affected): number {
    const ranks = this.#positionsOf(affected).map(({ rank }) => rank);
    return ranks.length === 0 ? -1 : Math.min(...ranks);
  }

  /** Where the first of them is, in the contract after if that has it. */
  pointerOf(affected: Affected): string | undefined {
    const rank = this.rankOf(affected);
    return this.#positionsOf(affected).find((position) => position.rank === rank)?.pointer;
  }

  #positionsOf({ operationIds, events }: Affected): Position[] {
    const positions = [
      ...operationIds.map((id) => this.#operations.get(id)),
      ...events.map((name) => this.#events.get(name)),
    ];
    return positions.filter((position) => position !== undefined);
  }
}

interface Position {
  readonly rank: number;
  readonly pointer: string;
}

function rankIn(positions: ReadonlyMap<string, Position>, name: string): number {
  return positions.get(name)?.rank ?? Number.POSITIVE_INFINITY;
}
