/**
 * Sets a property that nothing prints or copies. In place of a private field where a `Proxy` may stand in for the object: it passes the
 * property on, and cannot read a private field.
 */
export function hide(target: object, name: PropertyKey, value: unknown): void {
  // Configurable, or a Proxy that gives out another Proxy in its place would be refused.
  Object.defineProperty(target, name, { value, configurable: true });
}
