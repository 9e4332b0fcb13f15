import type { Declaration, MethodModel, PropertyModel } from "./api-model.js";
import { plainDocs } from "./docs.js";
import type { NameTable } from "./name-table.js";

/** For each kind of list: the parameters that page it, and the interface that declares them. */
const KINDS = [
  {
    kind: "cursor-list",
    name: "CursorListParams",
    paging: ["first", "after", "last", "before"],
    text: "Which page of a list to fetch: `first` and `after` go forward, `last` and `before` go back.",
  },
  {
    kind: "id-list",
    name: "IdListParams",
    paging: ["limit", "starting_after", "ending_before"],
    text: "Which page of a list to fetch: `starting_after` goes forward, `ending_before` goes back.",
  },
] as const;

type Interface = Declaration & { readonly kind: "interface" };

/**
 * The parameters that page a list, declared and described once: `DisputeListParams extends CursorListParams`. The most common
 * set of an API is the one that is shared; a list with other ones, or with other types or words for them, has its own.
 *
 * @throws SpecError `names/clash`
 */
export function shareListParams(
  declarations: readonly Declaration[],
  methods: readonly MethodModel[],
  names: NameTable,
): Declaration[] {
  return KINDS.reduce<Declaration[]>((all, row) => shareKind(all, methods, names, row), [...declarations]);
}

function shareKind(
  declarations: Declaration[],
  methods: readonly MethodModel[],
  names: NameTable,
  { kind, name, paging, text }: (typeof KINDS)[number],
): Declaration[] {
  const wanted = new Set(methods.filter((method) => method.kind === kind).map(({ params }) => params?.type));
  const isPaging = (property: PropertyModel): boolean => paging.some((other) => other === property.name);
  const isList = (declaration: Declaration): declaration is Interface =>
    declaration.kind === "interface" && wanted.has(declaration.name) && declaration.properties.some(isPaging);
  const shared = mostCommon(declarations.filter(isList).map(({ properties }) => properties.filter(isPaging)));
  if (shared === undefined) return declarations;
  const base: Interface = {
    kind: "interface",
    name: names.choose([name, `Shared${name}`], ""),
    docs: plainDocs(text),
    extends: [],
    properties: shared,
    rest: undefined,
  };
  const lists = declarations.map((declaration) => {
    if (!isList(declaration) || keyOf(declaration.properties.filter(isPaging)) !== keyOf(shared)) return declaration;
    const properties = declaration.properties.filter((property) => !isPaging(property));
    if (properties.length > 0) return { ...declaration, extends: [base.name], properties };
    const { docs } = declaration;
    return {
      kind: "alias" as const,
      name: declaration.name,
      docs,
      type: { kind: "reference" as const, name: base.name },
    };
  });
  return [...lists, base];
}

/** The same for two sets that differ in their order alone. */
function keyOf(properties: readonly PropertyModel[]): string {
  return JSON.stringify([...properties].sort((a, b) => (a.name < b.name ? -1 : 1)));
}

/** The first of the most common sets. */
function mostCommon(sets: readonly PropertyModel[][]): PropertyModel[] | undefined {
  const counts = new Map<string, { set: PropertyModel[]; count: number }>();
  for (const set of sets) {
    const key = keyOf(set);
    counts.set(key, { set, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].reduce<{ set: PropertyModel[]; count: number } | undefined>(
    (best, row) => (best === undefined || row.count > best.count ? row : best),
    undefined,
  )?.set;
}
