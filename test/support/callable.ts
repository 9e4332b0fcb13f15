/** A method of a client, as a test calls it that knows it by name alone. */
export type Method = (...args: unknown[]) => PromiseLike<unknown> & Partial<AsyncIterable<unknown>>;

/** The method at the end of a path such as `affiliates.overrides`. @throws when there is none */
export function methodAt(client: object, resource: string, name: string): Method {
  const owner = resourceAt(client, resource);
  const method = owner[name];
  if (typeof method !== "function") throw new Error(`${resource}.${name} is no function of the client`);
  return (...args) => Reflect.apply(method, owner, args);
}

export function resourceAt(client: object, resource: string): Readonly<Record<string, unknown>> {
  const found = resource
    .split(".")
    .reduce<unknown>((owner, key) => (owner as Record<string, unknown> | undefined)?.[key], client);
  if (typeof found !== "object" || found === null) throw new Error(`the client has no ${resource}`);
  return found as Record<string, unknown>;
}
