import { hide } from "../hide.js";
import type { ClientCore } from "./client-core.js";

/** What every resource has: the client that its methods call through. */
export class ApiResource<Paths extends object> {
  declare protected readonly _client: ClientCore<Paths>;

  constructor(client: ClientCore<Paths>) {
    hide(this, "_client", client);
  }
}
