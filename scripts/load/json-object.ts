/** An object of a document as it was parsed. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same entries under other values. Keeps a key named `__proto__` an ordinary key. */
export function mapValues(object: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject {
  const mapped: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = change(object[key], key);
    if (key !== "__proto__") mapped[key] = value;
    else Object.defineProperty(mapped, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return mapped;
}
