import { type Comment, type ProjectReflection, type Reflection, ReflectionKind } from "typedoc";
import { repeatsName } from "./repeats-name.js";

/**
 * The public declarations written by hand, and the types and resources of the contracts, whose comment is tags alone, or, where it is
 * written by hand, repeats the name. Properties of a contract are counted by another test. TypeDoc's own check takes any tag for words,
 * also those that `shapeReference` adds.
 */
export function findWordless(project: ProjectReflection): string[] {
  return project
    .getReflectionsByKind(COUNTED)
    .filter((reflection) => isCounted(project, reflection) && !isOfParameter(reflection))
    .filter((reflection) => !isExplained(reflection, isGenerated(project, reflection)))
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
  if (isGenerated(project, reflection)) return reflection.parent?.kindOf(ReflectionKind.Module) === true;
  return isInFolder(project, reflection, "src/");
}

/** Its types may be called what they are: `CaseWonEvent`, "A case was won." */
function isGenerated(project: ProjectReflection, reflection: Reflection): boolean {
  return isInFolder(project, reflection, "generated/");
}

function isInFolder(project: ProjectReflection, reflection: Reflection, folder: string): boolean {
  const symbol = project.getSymbolIdFromReflection(reflection);
  return symbol?.packageName === project.packageName && symbol?.packagePath.startsWith(folder) === true;
}

/** What a function takes is described with the function. */
function isOfParameter(reflection: Reflection): boolean {
  return [...above(reflection)].some((one) => one.kindOf(ReflectionKind.Parameter));
}

function* above({ parent }: Reflection): Generator<Reflection> {
  for (let one = parent; one !== undefined; one = one.parent) yield one;
}

/** A function that is the type of a property, or of an alias, has the words of that. */
function isExplained(reflection: Reflection, mayRepeat: boolean): boolean {
  const { comment = ownerOf(reflection)?.comment } = reflection;
  return comment !== undefined && hasWords(reflection.name, comment, mayRepeat);
}

function ownerOf(reflection: Reflection): Reflection | undefined {
  if (!reflection.kindOf(ReflectionKind.SomeSignature)) return undefined;
  return [...above(reflection)].find(({ name }) => name !== "__type");
}

/** What is deprecated says what to use instead. */
function hasWords(name: string, { summary, blockTags }: Comment, mayRepeat: boolean): boolean {
  if (blockTags.some(({ tag, content }) => tag === "@deprecated" && content.length > 0)) return true;
  const words = summary.map(({ text }) => text).join("");
  return words.trim() !== "" && (mayRepeat || !repeatsName(name, words));
}
