/** The variable's value without surrounding space; `undefined` when it is unset, blank or not readable here. */
export function readEnv(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const { process, Deno } = globalThis as Surroundings;
  try {
    return (process?.env ? process.env[name] : Deno?.env.get(name))?.trim() || undefined;
  } catch {
    return undefined; // Deno without --allow-env
  }
}

interface Surroundings {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  readonly Deno?: { readonly env: { get(name: string): string | undefined } };
}
