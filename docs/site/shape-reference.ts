import {
  type Application,
  Comment,
  CommentTag,
  type Context,
  Converter,
  DeclarationReflection,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
} from "typedoc";
import { METHOD } from "./operations-page.js";
import type { DocumentedApi } from "./read-api.js";

/** What the folder of a declaration says of it, in the order of the groups on a page. */
const GROUPS: readonly { readonly title: string; readonly file: RegExp; readonly name?: RegExp }[] = [
  {
    title: "Clients",
    file: /\/(?:src\/(?:whop|whop-current|decisionly)|generated\/[^/]+\/client)\.ts$/,
    name: /^(?!.*(?:Options|Environment)$)(?:Whop|Decisionly)/,
  },
  { title: "Resources", file: /\/generated\/[^/]+\/resources\// },
  { title: "Resources", file: /\/src\/(?:whop|whop-current)\.ts$/, name: /^(?:Files|Webhooks)$/ },
  {
    title: "Webhooks",
    file: /\/(?:generated\/[^/]+\/webhooks|src\/runtime\/webhooks\/.*|src\/runtime\/once\/.*)\.ts$/,
  },
  { title: "Errors", file: /./, name: /(?:Error|Failure)$/ },
  { title: "Parameters", file: /\/generated\/[^/]+\/models\.ts$/, name: /Params$/ },
  { title: "Models", file: /\/generated\/[^/]+\/(?:models|enums)\.ts$/ },
];
export const GROUP_ORDER: readonly string[] = [...new Set(GROUPS.map(({ title }) => title)), "Runtime", "*"];

/**
 * Before TypeDoc links anything: modules get the names that they are imported by, declarations the group that a reader looks for them in,
 * methods an example, and the objects that methods take are shown where they are taken.
 */
export function shapeReference(
  app: Application,
  apis: readonly DocumentedApi[],
  entries: ReadonlyMap<string, string>,
): void {
  const examples = new Map<string, string>(
    apis.flatMap(({ id, examples }) =>
      examples.map(({ className, method, code }) => [`${id}/${className}.${method.name}`, code] as const),
    ),
  );
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }: Context) => {
    for (const module of project.children ?? []) module.name = entries.get(module.name) ?? module.name;
    const methods = new Map<string, Reflection>();
    for (const reflection of Object.values(project.reflections)) {
      const file = fileOf(project, reflection);
      if (file === undefined) continue;
      if (reflection.parent?.kindOf(ReflectionKind.Module)) {
        groupIn(reflection, file);
        if (/Params$/.test(reflection.name)) commentOf(reflection).modifierTags.add("@expand");
      }
      if (!(reflection instanceof DeclarationReflection)) continue;
      if (reflection.kindOf(ReflectionKind.Class) && /\/generated\/[^/]+\/resources\//.test(file))
        bareResource(project, reflection);
      if (!reflection.signatures) continue;
      // A class that the package adds to, such as `Files`, is not in the folder of the resources.
      const entry = reflection.parent?.parent?.name ?? "";
      const key: string = `${entry.replace("disputekit/", "")}/${reflection.parent?.name}.${reflection.name}`;
      methods.set(key, reflection);
      addExample(reflection.signatures, examples.get(key));
    }
    linkMethods(project, methods);
  });
}

/** A resource is met on a client: how it is made, and of what, only stands in the way. */
function bareResource(project: ProjectReflection, resource: DeclarationReflection): void {
  delete resource.extendedTypes;
  for (const member of resource.children ?? [])
    if (member.kindOf(ReflectionKind.Constructor)) project.removeReflection(member);
}

function addExample(signatures: readonly Reflection[], code: string | undefined): void {
  if (code === undefined) return;
  for (const signature of signatures) {
    const text = `\`\`\`ts\n${code}\n\`\`\``;
    commentOf(signature).blockTags.push(new CommentTag("@example", [{ kind: "code", text }]));
  }
}

/** @throws Error for a link to a method that is not there */
function linkMethods(project: ProjectReflection, methods: ReadonlyMap<string, Reflection>): void {
  for (const part of project.documents?.flatMap(({ content }) => content) ?? []) {
    if (part.kind !== "inline-tag" || !part.text.trim().startsWith(METHOD)) continue;
    const [key = "", text = ""] = part.text.trim().slice(METHOD.length).split(" | ");
    const target = methods.get(key);
    if (target === undefined) throw new Error(`the reference has no method ${key}`);
    part.text = text;
    part.target = target;
  }
}

function groupIn(reflection: Reflection, file: string): void {
  if (reflection.kindOf(ReflectionKind.Reference)) return;
  const group = GROUPS.find((one) => one.file.test(file) && (one.name?.test(reflection.name) ?? true));
  const content = [{ kind: "text" as const, text: group?.title ?? "Runtime" }];
  commentOf(reflection).blockTags.push(new CommentTag("@group", content));
}

function commentOf(reflection: Reflection): Comment {
  reflection.comment ??= new Comment();
  return reflection.comment;
}

function fileOf(project: ProjectReflection, reflection: Reflection): string | undefined {
  return project.getSymbolIdFromReflection(reflection)?.fileName?.replaceAll("\\", "/");
}
