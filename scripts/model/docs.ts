import type { Certainty } from "../load/openapi.js";
import type { Docs } from "./api-model.js";

/** What a node of the contract says of itself. */
interface Described {
  readonly description?: string;
  readonly summary?: string;
  readonly deprecated?: boolean;
  readonly "x-certainty"?: Certainty;
  readonly "x-source"?: string;
}

export function docsOf(node: Described): Docs {
  return {
    text: node.description,
    deprecated: node.deprecated === true,
    certainty: node["x-certainty"],
    source: node["x-source"],
  };
}

/** For what the generator itself declares. */
export function plainDocs(text: string): Docs {
  return { text, deprecated: false };
}
