export { type Dispatcher, type NodeFetch, type NodeFetchOptions, nodeFetch } from "./node/node-fetch.js";
export type { FetchFunction } from "./runtime/settings/options.js";
