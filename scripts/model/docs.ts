import type { Certainty } from "../load/openapi.js";
import type { Docs } from "./api-model.js";

/** What a node of the contract says of itself. */
interface Described {
  readonly description?: string;
  readonly summary?: string;
  readonly deprecated?: boolean;
  readonly format?: unknown;
  readonly type?: unknown;
  readonly maximum?: unknown;
  readonly minimum?: unknown;
  readonly "x-certainty"?: Certainty;
  readonly "x-source"?: string;
}

export function docsOf(node: Described): Docs {
  return {
    text: node.description,
    deprecated: node.deprecated === true,
    ...(isWide(node) && { isWide: true }),
    certainty: node["x-certainty"],
    source: node["x-source"],
  };
}

/** Whether a number may be an integer that JavaScript's numbers do not hold exactly. */
function isWide({ type, format, maximum, minimum }: Described): boolean {
  const isBeyond = (bound: unknown) => typeof bound === "number" && Math.abs(bound) > Number.MAX_SAFE_INTEGER;
  if (format !== "int64" && format !== "uint64" && !isBeyond(maximum) && !isBeyond(minimum)) return false;
  return [type].flat().some((one) => one === "integer" || one === "number");
}

/** For what the generator itself declares. */
export function plainDocs(text: string): Docs {
  return { text, deprecated: false };
}
