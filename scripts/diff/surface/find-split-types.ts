import { Assignability } from "./assignable.js";
import { contractName, type DeclaredTypes, type TypeComparer } from "./compare-types.js";
import type { ExportChange } from "./export-change.js";

/** A type that was what is sent, and is only what is received now: for sending there is another one. */
interface SplitType {
  readonly name: string;
  readonly sent: string;
}

/**
 * The types that something new receives as well: what is sent then has a name of its own, since the package is generated without knowledge
 * of the one before. Calls are as they were, but for those who name the type of what they send.
 */
export function findSplitTypes(before: DeclaredTypes, after: DeclaredTypes): SplitType[] {
  return [...after.types.keys()].flatMap((sent): SplitType[] => {
    const name = contractName(sent);
    if (name === sent || before.graph.mentions.has(sent)) return [];
    const isSplit =
      before.graph.usageOf(name).directions.has("request") && !after.graph.usageOf(name).directions.has("request");
    return isSplit && !fits(name, sent, after) ? [{ name, sent }] : [];
  });
}

/** Whether what is received can be sent all the same. Types that are the same in both states are not at hand: these differ in what they hold. */
function fits(name: string, sent: string, { types }: DeclaredTypes): boolean {
  const [from, to] = [types.get(name), types.get(sent)];
  return from !== undefined && to !== undefined && new Assignability(types, types, true).fits(from, to);
}

/** One change for all of them; those changes of types that are nothing but the split are left out. */
export function withSplitTypes(
  changes: readonly ExportChange[],
  splits: readonly SplitType[],
  types: TypeComparer,
): ExportChange[] {
  const [first] = splits;
  if (first === undefined) return [...changes];
  const only = new Set(splits.filter(({ name, sent }) => types.isOnlyRenamed(name, sent)).map(({ name }) => name));
  const names = (values: readonly string[]) => values.map((name) => `\`${name}\``).join(", ");
  const [received, sent] = [splits.map(({ name }) => name), splits.map((split) => split.sent)];
  return [
    ...changes.filter(({ kind, owner }) => !only.has(owner) || kind === "export-removed"),
    {
      kind: "type-split",
      severity: "major",
      owner: first.name,
      matchKeys: [],
      directions: new Set(),
      affected: { operationIds: [], events: [] },
      before: received.join(", "),
      after: sent.join(", "),
      statement: `${names(received)} ${splits.length === 1 ? "is" : "are"} received now as well, and what is sent has a name of its own: ${names(sent)}`,
      advice: `Where you name the type of what you send, use ${names(sent)}; calls that name no type are as before.`,
      mentioned: { before: [], after: sent },
    },
  ];
}
