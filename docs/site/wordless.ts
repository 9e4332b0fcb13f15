import { type Comment, type ProjectReflection, type Reflection, ReflectionKind } from "typedoc";
import { repeatsName } from "./repeats-name.js";

/**
 * The public declarations written by hand, and those that a contract's types and resources are, whose comment is tags alone, or repeats the
 * name. Properties of a contract are counted by another test. TypeDoc's own check takes any tag for words,
 * also those that `shapeReference` adds.
 */
export function findWordless(project: ProjectReflection): string[] {
  return project
    .getReflectionsByKind(COUNTED)
    .filter((reflection) => isCounted(project, reflection) && !isOfParameter(reflection))
    .filter((reflection) => !isExplained(reflection))
    .map((reflection) => reflection.getFriendlyFullName());
}

const COUNTED =
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Variable |
  ReflectionKind.Property |
  ReflectionKind.CallSignature |
  ReflectionKind.GetSignature;

function isCounted(project: ProjectReflection, reflection: Reflection): boolean {
  const { packageName, packagePath = "" } = project.getSymbolIdFromReflection(reflection) ?? {};
  if (packageName !== project.packageName) return false;
  const isTop = reflection.parent?.kindOf(ReflectionKind.Module) === true;
  return packagePath.startsWith("src/") || (packagePath.startsWith("generated/") && isTop);
}

/** What a function takes is described with the function. */
function isOfParameter(reflection: Reflection): boolean {
  return [...above(reflection)].some((one) => one.kindOf(ReflectionKind.Parameter));
}

function* above({ parent }: Reflection): Generator<Reflection> {
  for (let one = parent; one !== undefined; one = one.parent) yield one;
}

/** A function that is the type of a property, or of an alias, has the words of that. */
function isExplained(reflection: Reflection): boolean {
  const { comment = ownerOf(reflection)?.comment } = reflection;
  return comment !== undefined && hasWords(reflection.name, comment);
}

function ownerOf(reflection: Reflection): Reflection | undefined {
  if (!reflection.kindOf(ReflectionKind.SomeSignature)) return undefined;
  return [...above(reflection)].find(({ name }) => name !== "__type");
}

function hasWords(name: string, { summary }: Comment): boolean {
  const words = summary.map(({ text }) => text).join("");
  return words.trim() !== "" && !repeatsName(name, words);
}
