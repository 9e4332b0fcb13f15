import { UsageError } from "./diagnostics.js";

/** One API: what the pipeline must know about it beyond its contract. */
export interface Api {
  /** The name of its folders: `specs/<id>/`, `generated/<id>/`. */
  readonly id: string;
  /** The name of its client class. */
  readonly name: string;
  /** What messages and reports call it, where several APIs have a class of one name. @default its name */
  readonly title?: string;
  /** The address of the provider's document, for `npm run pull`; absent when the contract is written by hand. */
  readonly upstream?: string;
  /** The provider's reference pages: an operation's page is `<docs>/<tag>/<summary>`, both in kebab case. */
  readonly docs?: string;
  /** The prefix of its environment variables: `WHOP` gives `WHOP_API_KEY`. */
  readonly envPrefix: string;
  /** Overlay files of `specs/<id>/`, in the order in which they are applied. */
  readonly overlays: readonly string[];
}

/** Every API of the package. To add one, add a row here, a folder in `specs/` and an entry in `src/`. */
export const apis: readonly Api[] = [
  {
    id: "whop",
    name: "Whop",
    upstream: "https://docs.whop.com/openapi/api-v1-stable.json",
    docs: "https://docs.whop.com/api-reference/legacy",
    envPrefix: "WHOP",
    overlays: ["overlay.yaml", "fields.overlay.yaml", "docs.overlay.yaml"],
  },
  {
    id: "whop-current",
    name: "Whop",
    title: "Whop Current",
    upstream: "https://docs.whop.com/openapi/api-v1-native.json",
    docs: "https://docs.whop.com/api-reference",
    envPrefix: "WHOP",
    overlays: ["overlay.yaml", "docs.overlay.yaml", "docs-money.overlay.yaml", "docs-more.overlay.yaml"],
  },
  { id: "decisionly", name: "Decisionly", envPrefix: "DECISIONLY", overlays: [] },
];

/** What messages call an API. */
export function titleOf({ title, name }: Api): string {
  return title ?? name;
}

/** @throws UsageError when there is no such API */
export function apiWith(id: string): Api {
  const api = apis.find((row) => row.id === id);
  if (api === undefined)
    throw new UsageError(`There is no API "${id}". The APIs are ${apis.map((row) => row.id).join(", ")}.`);
  return api;
}
