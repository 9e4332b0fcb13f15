import type { ApiModel } from "../model/api-model.js";
import { MODELS } from "./emit-models.js";
import { OutputFile } from "./output-file.js";
import { quote } from "./text.js";
import { StructureKind, VariableDeclarationKind } from "./ts-morph.js";

/** `webhooks.ts`: every event the contract declares, as a union and by its name. */
export function emitWebhooks(api: ApiModel): OutputFile {
  const file = new OutputFile("webhooks.ts");
  file.add(
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: "WebhookEventMap",
      docs: ["Each event by the name in its `type`."],
      properties: api.events.map(({ type, body }) => ({ name: quote(type), type: file.use(body, MODELS) })),
    },
    {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: "WebhookEvent",
      docs: [
        "Any event of the contract, distinguished by `type`. A server may send types that are newer than the contract.",
      ],
      type: "WebhookEventMap[keyof WebhookEventMap]",
    },
    {
      kind: StructureKind.VariableStatement,
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      docs: ["The names of all events, in the contract's order."],
      declarations: [
        {
          name: "webhookEventTypes",
          type: "readonly (keyof WebhookEventMap)[]",
          initializer: `[${api.events.map(({ type }) => quote(type)).join(", ")}]`,
        },
      ],
    },
  );
  return file;
}
