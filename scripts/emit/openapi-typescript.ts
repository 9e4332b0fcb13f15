import { createRequire } from "node:module";
import { ts } from "./ts-morph.js";

type Library = typeof import("openapi-typescript");

/** The parts of openapi-typescript that the wire types need. */
export type OpenapiTypescript = Pick<Library, "astToString" | "resolveRef" | "transformSchema">;

/**
 * openapi-typescript's transformer, printer and reference reader, running on the compiler that ts-morph has brought along.
 *
 * Importing the whole package loads a second compiler and a linter that this project does not use: 1.4 of 2.3 CPU seconds of
 * start-up, and 70 MB. The library takes `typescript` from the module cache, so the one that is there already is put
 * under that name for it. A test holds the output against that of the library as it ships.
 */
export function loadOpenapiTypescript(): OpenapiTypescript {
  const require = createRequire(import.meta.url);
  const place = require.resolve("typescript");
  const before = require.cache[place];
  const substitute = Object.assign(Object.create(null), {
    id: place,
    filename: place,
    loaded: true,
    exports: ts,
    children: [],
    paths: [],
  });
  require.cache[place] = substitute;
  try {
    const transformSchema: Library["transformSchema"] = require("openapi-typescript/dist/transform/index.cjs");
    const { resolveRef }: Library = require("openapi-typescript/dist/lib/utils.cjs");
    const { astToString }: Library = require("openapi-typescript/dist/lib/ts.cjs");
    return { astToString, resolveRef, transformSchema };
  } finally {
    if (before === undefined) delete require.cache[place];
    else require.cache[place] = before;
  }
}
