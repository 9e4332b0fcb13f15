import type { InterfaceDeclarationStructure, StatementStructures } from "ts-morph";
import type { ApiModel, UnknownEventModel } from "../model/api-model.js";
import { UNKNOWN_EVENT, UNKNOWN_TYPE_ENDING } from "../model/unknown-event.js";
import { docComment, propertyComment } from "./doc-comment.js";
import { MODELS } from "./emit-models.js";
import { OutputFile } from "./output-file.js";
import { propertyKey, quote } from "./text.js";
import { StructureKind, VariableDeclarationKind } from "./ts-morph.js";
import { typeText } from "./type-text.js";

/** `webhooks.ts`: every event the contract declares, as a union and by its name, and the form of those that it does not. */
export function emitWebhooks(api: ApiModel): OutputFile {
  const file = new OutputFile("webhooks.ts");
  file.add(
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: "WebhookEventMap",
      docs: docText("Each event of the contract by the name in its `type`."),
      properties: api.events.map(({ type, body }) => ({
        name: quote(type),
        type: file.use(body, MODELS),
        docs: eventComment(api, body),
      })),
    },
    alias("KnownWebhookEvent", "Any event of the contract.", "WebhookEventMap[keyof WebhookEventMap]"),
  );
  const { unknownEvent } = api;
  if (unknownEvent === undefined) {
    file.add(alias("WebhookEvent", "Any event of the contract. A server may send others.", "KnownWebhookEvent"));
  } else {
    file.add(unknownInterface(unknownEvent, file));
    file.add(alias("WebhookEvent", ANY_EVENT, `KnownWebhookEvent | ${UNKNOWN_EVENT}`));
  }
  file.add({
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: docText("The names of all events, in the contract's order."),
    declarations: [
      {
        name: "webhookEventTypes",
        type: "readonly (keyof WebhookEventMap)[]",
        initializer: `[${api.events.map(({ type }) => quote(type)).join(", ")}]`,
      },
    ],
  });
  if (unknownEvent !== undefined) file.add(IS_KNOWN_EVENT);
  return file;
}

const ANY_EVENT =
  "Any event, distinguished by `type`: one of the contract, or one that is newer. Comparing `type` with a name of the contract leaves " +
  `exactly that event, and the \`default\` of a \`switch\` over all names leaves \`${UNKNOWN_EVENT}\`.`;

const UNKNOWN_DOCS =
  "An event whose type is newer than the contract, with the fields that all events have.\n\n" +
  "At run time, `type` is any other name. TypeScript sees a text that no event is called, so that comparing `type` with a name of the " +
  "contract rules this event out. To compare it with a new name, write `event.type as string`, or handle the event with " +
  '`createWebhookHandler().on("a.new.name", …)`.';

const IS_KNOWN_DOCS = `Whether the contract has the event. Narrows a \`WebhookEvent\` both ways: to \`KnownWebhookEvent\`, or to \`${UNKNOWN_EVENT}\`.`;

const IS_KNOWN_EVENT: StatementStructures = {
  kind: StructureKind.Function,
  isExported: true,
  name: "isKnownEvent",
  docs: docText(IS_KNOWN_DOCS),
  parameters: [{ name: "event", type: "{ readonly type: string }" }],
  returnType: "event is KnownWebhookEvent",
  statements: ["return (webhookEventTypes as readonly string[]).includes(event.type);"],
};

/** The words of the event's body up to the first empty line: what has happened. */
function eventComment({ declarations }: ApiModel, body: string): string[] {
  const text = declarations.find(({ name }) => name === body)?.docs.text ?? "";
  return propertyComment(text.split("\n\n")[0] ?? "");
}

function unknownInterface({ envelope, hasData }: UnknownEventModel, file: OutputFile): InterfaceDeclarationStructure {
  const data = {
    name: "data",
    type: "unknown",
    docs: ["What the event is about, in a form that the contract does not have."],
  };
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: UNKNOWN_EVENT,
    docs: docText(UNKNOWN_DOCS),
    properties: [
      {
        name: "type",
        docs: ["The event's name: none that the contract has."],
        type: `\`\${string}${UNKNOWN_TYPE_ENDING}\``,
      },
      ...(hasData ? [data] : []),
      ...envelope.map(({ name, type, optional, docs }) => ({
        name: propertyKey(name),
        hasQuestionToken: optional,
        type: typeText(type, file, MODELS),
        docs: docComment(docs, 2),
      })),
    ],
  };
}

function alias(name: string, docs: string, type: string): StatementStructures {
  return { kind: StructureKind.TypeAlias, isExported: true, name, docs: docText(docs), type };
}

function docText(text: string): string[] {
  return docComment({ text, deprecated: false }, 0);
}
