/** The clients of all APIs, for code that uses several. One alone, with its types: `disputekit/whop-current`, for example. */

export { Decisionly } from "./decisionly.js";
export * from "./runtime/public.js";
export { FileUploadError, UserTokenError, Whop } from "./whop.js";
export { Whop as WhopCurrent } from "./whop-current.js";
