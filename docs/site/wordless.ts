import { type Comment, type ProjectReflection, type Reflection, ReflectionKind } from "typedoc";
import { repeatsName } from "./repeats-name.js";

/**
 * The public declarations written by hand whose comment is tags alone, or repeats the name. TypeDoc's own check takes any tag for words,
 * also those that `shapeReference` adds.
 */
export function findWordless(project: ProjectReflection): string[] {
  return project
    .getReflectionsByKind(COUNTED)
    .filter((reflection) => isWrittenByHand(project, reflection) && !isOfParameter(reflection))
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

function isWrittenByHand(project: ProjectReflection, reflection: Reflection): boolean {
  const symbol = project.getSymbolIdFromReflection(reflection);
  return symbol?.packageName === project.packageName && symbol?.packagePath.startsWith("src/") === true;
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
