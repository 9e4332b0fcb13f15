import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Api, titleOf } from "../apis.js";
import { UsageError } from "../diagnostics.js";
import { publicNames, runtimeSymbols } from "../emit/runtime-symbols.js";

/** What a new API is called. */
export type NewNames = Pick<Api, "id" | "name" | "envPrefix">;

/** Device names of Windows: no file can have one. */
const DEVICE = /^(?:aux|con|nul|prn|com\d|lpt\d)$/;
/** The workflows call all of them by this name. */
const ALL = "all";

/**
 * Names that become files, exports, a class and environment variables: each must be one, and nobody else's.
 *
 * @throws UsageError
 */
export function checkNames(root: string, apis: readonly Api[], { id, name, envPrefix }: NewNames): void {
  if (!/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(id) || id.length > 40 || DEVICE.test(id) || id === ALL)
    throw new UsageError(
      `--id takes a name for folders and files, such as shop or shop-v2: at most 40 lower-case letters, digits and hyphens, not ${JSON.stringify(id)}.`,
    );
  if (apis.some((api) => api.id === id)) throw new UsageError(`There is an API "${id}" already: choose another --id.`);
  const taken = [`src/${id}.ts`, `src/${id}`, `specs/${id}`, `generated/${id}`, `test/exports/${id}.txt`].find((path) =>
    existsSync(join(root, path)),
  );
  if (taken !== undefined)
    throw new UsageError(`--id ${id}: there is ${taken} already. Choose another --id, or remove it.`);

  if (!/^[A-Z][A-Za-z\d]{0,39}$/.test(name))
    throw new UsageError(`--name takes the name of a class, such as Shop, not ${JSON.stringify(name)}.`);
  const owner = apis.find((api) => api.name === name || titleOf(api) === name);
  if (owner !== undefined)
    throw new UsageError(`--name ${name} is the name of the API "${owner.id}" already: choose another one.`);
  if (Object.hasOwn(runtimeSymbols, name) || publicNames.includes(name) || Object.hasOwn(globalThis, name))
    throw new UsageError(`--name ${name} is taken by the runtime or by JavaScript: choose another one.`);

  if (!/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/.test(envPrefix))
    throw new UsageError(
      `--env-prefix takes what its environment variables begin with, such as SHOP for SHOP_API_KEY, not ${JSON.stringify(envPrefix)}.`,
    );
  // The key of one provider must never be sent to another.
  const sharer = apis.find((api) => api.envPrefix === envPrefix);
  if (sharer !== undefined)
    throw new UsageError(`--env-prefix ${envPrefix} belongs to the API "${sharer.id}": choose another one.`);
}
