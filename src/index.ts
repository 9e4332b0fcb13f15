export { Decisionly } from "./decisionly.js";
export * from "./runtime/public.js";
export { Whop } from "./whop.js";
