import type { MethodModel } from "./api-model.js";

/** Whether a body that is left out is `undefined` by name: it comes before an object, which can be given without it. */
export function isUndefinedByName({ bodyArgument, params }: Pick<MethodModel, "bodyArgument" | "params">): boolean {
  return bodyArgument?.optional === true && params !== undefined;
}
