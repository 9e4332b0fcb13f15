import { InvalidRequestError } from "../errors.js";
import { describe } from "./encode.js";
import { isCopyable } from "./lossy.js";

/** Query parameters, or properties of a body, that the contract does not have. */
export type Extras = Readonly<Record<string, unknown>>;

/**
 * What a call sends at `place`, with what its option of that name adds. Neither has the last word: what both have is refused.
 * @throws InvalidRequestError naming what is given twice, or why nothing can be added
 */
export function addExtras<Values>(place: "query" | "body", values: Values, extras: Extras | undefined): Values {
  if (extras === undefined) return values;
  if (!isCopyable(extras))
    throw new InvalidRequestError(`the option ${place} must be an object (got ${describe(extras)})`);
  if (values !== undefined && !isCopyable(values))
    throw new InvalidRequestError(`the option ${place} cannot add to a ${place} that is ${describe(values)}`);
  const given = Object.entries(extras).filter(([, value]) => value !== undefined);
  for (const [name] of given) {
    if (values !== undefined && Object.hasOwn(values as object, name) && (values as Extras)[name] !== undefined)
      throw new InvalidRequestError(`${place} ${JSON.stringify(name)} is given by the call and by its option ${place}`);
  }
  return { ...values, ...Object.fromEntries(given) };
}
