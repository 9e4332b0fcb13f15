import { pointerOf } from "../diagnostics.js";
import { isReference, type OpenApiDocument, type PathItem } from "../load/openapi.js";
import { resolve } from "../load/resolved-operation.js";

/** Beside the paths there may be extensions, whose values are of any kind. Nothing reads them. */
export function dropPathExtensions({ paths = {} }: OpenApiDocument): void {
  for (const name of Object.keys(paths)) if (name.startsWith("x-")) delete paths[name];
}

/** A path item that is referred to becomes one of its own at each place: its operations are named there, and belong to that path. */
export function inlinePathItems(draft: OpenApiDocument): void {
  for (const section of ["paths", "webhooks"] as const) {
    const items: Record<string, PathItem> = draft[section] ?? {};
    for (const [name, given] of Object.entries(items)) {
      if (!isReference(given)) continue;
      const found = resolve<PathItem>(draft, given, pointerOf(section, name));
      const { $ref: _reference, ...siblings } = given as PathItem & { readonly $ref: string };
      if (found !== undefined) items[name] = { ...structuredClone(found.node), ...siblings } as PathItem;
    }
  }
  delete (draft.components as { pathItems?: unknown } | undefined)?.pathItems;
}
