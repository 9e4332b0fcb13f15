import type { ClientCore } from "./client-core.js";

/** What every resource has: the client that its methods call through. */
export class ApiResource<Paths extends object> {
  // No private field, which a `Proxy` around the resource could not read. Hidden from whatever prints or copies the resource.
  declare protected readonly _client: ClientCore<Paths>;

  constructor(client: ClientCore<Paths>) {
    Object.defineProperty(this, "_client", { value: client, configurable: true });
  }
}
