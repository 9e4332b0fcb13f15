import { createRequire } from "node:module";

/**
 * ts-morph, by `require`: an import would first scan its 12 MB for the names that they export, which costs a third of a CPU
 * second. Emitters take the values from here, and the types from the package.
 */
const library: typeof import("ts-morph") = createRequire(import.meta.url)("ts-morph");

export const { IndentationText, NewLineKind, Project, QuoteKind, StructureKind, ts, VariableDeclarationKind } = library;
