/** Every option with what it is when it is left out: the compiler refuses a list that lacks one. */
export type Defaults<Options> = { readonly [Name in keyof Options]-?: Options[Name] | undefined };

/** Options over defaults. An option that is `undefined` counts as left out, so that passing one on never wipes a default. */
export function mergeOptions<Base extends object, Options extends object>(
  defaults: Base | undefined,
  options: Options | undefined,
): Base & { [Name in keyof Options]: Options[Name] } {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as Base & { [Name in keyof Options]: Options[Name] };
}
