import type { OpenApiDocument } from "../../load/openapi.js";
import { readOperations, readWebhooks } from "../../load/read-operations.js";
import type { Affected } from "../compare/change.js";

/** The order of the operations and events of two contracts: those of the one before, then those that were added. */
export class ContractOrder {
  readonly #operations = new Map<string, Place>();
  readonly #events = new Map<string, Place>();

  constructor(before: OpenApiDocument, after: OpenApiDocument) {
    let rank = 0;
    for (const document of [before, after]) {
      for (const { node, pointer } of readOperations(document)) {
        const id = node.operationId ?? "";
        this.#operations.set(id, { rank: this.#operations.get(id)?.rank ?? rank++, pointer });
      }
      for (const { path, pointer } of readWebhooks(document))
        this.#events.set(path, { rank: this.#events.get(path)?.rank ?? rank++, pointer });
    }
  }

  sort({ operationIds, events }: Affected): Affected {
    const sortBy = (names: readonly string[], places: ReadonlyMap<string, Place>) =>
      [...names].sort((one, other) => rankIn(places, one) - rankIn(places, other));
    return { operationIds: sortBy(operationIds, this.#operations), events: sortBy(events, this.#events) };
  }

  /** The rank of the first of them; lower than all others where there is none. */
  rankOf(affected: Affected): number {
    const ranks = this.#placesOf(affected).map(({ rank }) => rank);
    return ranks.length === 0 ? -1 : Math.min(...ranks);
  }

  /** Where the first of them is, in the contract after if that has it. */
  pointerOf(affected: Affected): string | undefined {
    const rank = this.rankOf(affected);
    return this.#placesOf(affected).find((place) => place.rank === rank)?.pointer;
  }

  #placesOf({ operationIds, events }: Affected): Place[] {
    const places = [
      ...operationIds.map((id) => this.#operations.get(id)),
      ...events.map((name) => this.#events.get(name)),
    ];
    return places.filter((place) => place !== undefined);
  }
}

interface Place {
  readonly rank: number;
  readonly pointer: string;
}

function rankIn(places: ReadonlyMap<string, Place>, name: string): number {
  return places.get(name)?.rank ?? Number.POSITIVE_INFINITY;
}
