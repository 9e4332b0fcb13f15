import { expect, test } from "vitest";
import { parseSpec } from "../../scripts/load/load-spec.js";
import { applyOverlays } from "../../scripts/overlay/apply-overlays.js";
import { loadOverlay } from "../../scripts/overlay/load-overlay.js";
import { type ActionReview, reviewAction } from "../../scripts/overlay/review-action.js";

interface Given {
  readonly name: string;
  readonly action: { readonly target: string; readonly update?: unknown; readonly remove?: true };
  readonly before: object;
  readonly after: object;
  readonly want: Partial<ActionReview> | undefined;
}

const operation = (operationId: string, more: object = {}) => ({
  operationId,
  tags: ["Cards"],
  responses: { "200": { description: "" } },
  ...more,
});
const document = (parts: object) => ({
  openapi: "3.1.0",
  info: { title: "A", version: "1" },
  tags: [{ name: "Cards" }],
  paths: {},
  ...parts,
});
const schemas = (parts: object) => document({ components: { schemas: parts } });
const fee = { type: "object", properties: { fee: { type: "integer" } } };

test.each<Given>([
  {
    name: "an action that fits is not spoken of",
    action: { target: "$.paths['/cards'].get", update: { summary: "Cards" } },
    before: document({ paths: { "/cards": { get: operation("listCard") } } }),
    after: document({ paths: { "/cards": { get: operation("listCard") } } }),
    want: undefined,
  },
  {
    name: "an operation whose path has changed is found by its id",
    action: { target: "$.paths['/transfers'].post", update: { "x-idempotency-field": "key" } },
    before: document({ paths: { "/transfers": { post: operation("createTransfer") } } }),
    after: document({
      paths: { "/money": { put: operation("createTransfer") }, "/transfer": { post: operation("listTransfer") } },
    }),
    want: {
      outcome: "moved",
      blocks: true,
      nearest: "/paths/~1money/put",
      message: "moved: the nearest match is /paths/~1money/put. Point the action there, or remove it.",
    },
  },
  {
    name: "so is what stands inside of it",
    action: { target: "$.paths['/a'].get.responses['200']", update: { "x-note": "n" } },
    before: document({ paths: { "/a": { get: operation("listCard") } } }),
    after: document({ paths: { "/b": { get: operation("listCard") } } }),
    want: { outcome: "moved", nearest: "/paths/~1b/get/responses/200" },
  },
  {
    name: "what an action removes is gone: fixed",
    action: { target: "$.components.schemas.Fee.required", remove: true },
    before: schemas({ Fee: { ...fee, required: ["fee"] } }),
    after: schemas({ Fee: fee }),
    want: {
      outcome: "fixed",
      blocks: true,
      file: "overlay.json",
      pointer: "/actions/0",
      message: "fixed upstream: what it removes is no longer there (/components/schemas/Fee). Remove the action.",
    },
  },
  {
    name: "what an action sets is there, where the thing has gone: fixed",
    action: { target: "$.components.schemas.Fee", update: { title: "A fee" } },
    before: schemas({ Fee: fee }),
    after: schemas({ Charge: { ...fee, title: "A fee" } }),
    want: { outcome: "fixed", blocks: true, nearest: "/components/schemas/Charge" },
  },
  {
    name: "what an action sets is there, and its target still matches: no longer needed",
    action: { target: "$.components.schemas.Fee", update: { title: "A fee" } },
    before: schemas({ Fee: fee }),
    after: schemas({ Fee: { ...fee, title: "A fee" } }),
    want: {
      outcome: "fixed",
      blocks: false,
      nearest: "/components/schemas/Fee",
      message: "the contract has this already: remove the action.",
    },
  },
  {
    name: "a schema under another name is known by its content",
    action: { target: "$.components.schemas.Fee.properties.fee", update: { minimum: 0 } },
    before: schemas({ Fee: fee }),
    after: schemas({ Charge: fee, Other: { type: "string" } }),
    want: { outcome: "moved", nearest: "/components/schemas/Charge/properties/fee" },
  },
  {
    name: "what has become a component is followed there",
    action: { target: "$.components.schemas.Order.properties.fee.properties.fee", update: { minimum: 0 } },
    before: schemas({ Order: { type: "object", properties: { fee } } }),
    after: schemas({ Order: { type: "object", properties: { fee: { $ref: "#/components/schemas/Fee" } } }, Fee: fee }),
    want: { outcome: "moved", nearest: "/components/schemas/Fee/properties/fee" },
  },
  {
    name: "an entry of a list is known by its content",
    action: { target: "$.servers[?@.url == 'https://a.test']", update: { "x-environment": "production" } },
    before: document({ servers: [{ url: "https://a.test", description: "Live" }] }),
    after: document({ servers: [{ url: "https://new.test" }, { url: "https://b.test", description: "Live" }] }),
    want: { outcome: "moved", nearest: "/servers/1" },
  },
  {
    name: "a slip or a renaming is found by its letters",
    action: { target: "$.components.schemas.Disputes", update: { title: "D" } },
    before: schemas({}),
    after: schemas({ Dispute: { type: "string" } }),
    want: {
      outcome: "moved",
      nearest: "/components/schemas/Dispute",
      message:
        "fixed upstream or moved: the nearest match is /components/schemas/Dispute. Point the action there, or remove it.",
    },
  },
  {
    name: "a version that the contract names itself by now does not stop anything",
    action: { target: "$[?@.title && !@['x-api-version-date']]", update: { "x-api-version-date": "2025-01-01" } },
    before: document({}),
    after: document({ info: { title: "A", version: "1", "x-api-version-date": "2026-09-23" } }),
    want: {
      outcome: "fixed",
      blocks: false,
      nearest: "/info/x-api-version-date",
      message: "the contract names its version itself: remove the action.",
    },
  },
  {
    name: "nothing comes near",
    action: { target: "$['x-rates'].daily", update: { limit: 1 } },
    before: document({ "x-rates": { daily: {} } }),
    after: document({}),
    want: {
      outcome: "gone",
      blocks: true,
      message: `nothing like it exists any more. $ exists, without ['x-rates']. Remove the action, or give it a new target.`,
    },
  },
])("$name", ({ action, before, after, want }) => {
  const overlay = loadOverlay(
    "overlay.json",
    JSON.stringify({
      overlay: "1.0.0",
      info: { title: "T", version: "1" },
      actions: [{ description: "A reason.", ...action }],
    }),
  );
  const reviews: ActionReview[] = [];
  const spec = parseSpec("openapi.yaml", JSON.stringify(after));
  const take = (review: ActionReview | undefined) => review !== undefined && reviews.push(review);
  try {
    applyOverlays(
      spec,
      [overlay],
      () => {},
      (given) => take(reviewAction(given, before)),
    );
  } catch {
    // Some of these are too small to be whole contracts.
  }
  expect(reviews[0]).toEqual(want === undefined ? undefined : expect.objectContaining(want));
});
