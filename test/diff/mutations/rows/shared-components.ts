import {
  addProperty,
  bodyOf,
  enumOf,
  makeRequired,
  present,
  propertyOf,
  redirect,
  removeProperty,
  removeValue,
  renamedKey,
  renameValue,
  replaceProperty,
  responseOf,
  schemaOf,
} from "../edit-document.js";
import type { Mutation } from "../mutation.js";

/** Components that requests, responses and events share, and the names that components give to types. */
export const sharedComponents: readonly Mutation[] = [
  {
    name: "optional field added to a component of both directions",
    api: "whop",
    position: "shared",
    mutate: (document) => addProperty(schemaOf(document, "PollOption"), "emoji", { type: "string" }, false),
    verdict: "minor",
    why: "may be sent and received; nobody has to do anything",
    finding: { pointer: "/components/schemas/PollOption", message: [/emoji/], reaches: 5 },
    reversed: "major",
    most: { findings: 2, because: "the two directions are two changes at most" },
  },
  {
    name: "required field added to a component of both directions",
    api: "whop",
    position: "shared",
    mutate: (document) => addProperty(schemaOf(document, "PollOption"), "emoji", { type: "string" }, true),
    verdict: "major",
    why: "minor where it comes, major where callers must now give it: the graver counts",
    finding: { pointer: "/components/schemas/PollOption", message: [/emoji/] },
    reversed: "major",
  },
  {
    name: "field removed from a component of both directions",
    api: "whop",
    position: "shared",
    mutate: (document) => removeProperty(schemaOf(document, "PollOption"), "text"),
    verdict: "major",
    why: "who gives it and who reads it no longer compiles",
    finding: { pointer: "/components/schemas/PollOption", message: [/text/] },
  },
  {
    name: "field made nullable in a component of both directions",
    api: "whop",
    position: "shared",
    mutate: (document) => {
      propertyOf(schemaOf(document, "PollOption"), "text").type = ["string", "null"];
    },
    verdict: "major",
    why: "minor where it is given, major where it is read",
    finding: { pointer: "/components/schemas/PollOption", message: [/text/, /null/] },
    reversed: "major",
  },
  {
    name: "field made required in a component of both directions",
    api: "decisionly",
    position: "shared",
    mutate: (document) => makeRequired(document.components?.schemas?.V1Dispute ?? {}, "amount"),
    verdict: "major",
    why: "minor where it is read, major where callers must now give it",
    finding: { pointer: "/components/schemas/V1Dispute", message: [/amount/, /required/] },
    reversed: "major",
  },
  {
    name: "format dropped in a component of both directions",
    api: "decisionly",
    position: "shared",
    mutate: (document) => {
      delete propertyOf(schemaOf(document, "V1Dispute"), "date").format;
    },
    verdict: "minor",
    why: "patch where it is given, minor where what comes may be no date",
    finding: { pointer: "/components/schemas/V1Dispute", message: [/date/] },
    reversed: "major",
  },
  {
    name: "value added to an enum of both directions",
    api: "whop",
    position: "shared",
    mutate: (document) => void enumOf(document, "WhoCanPostTypes").push("moderators"),
    verdict: "minor",
    why: "may be given, and responses are open",
    finding: { pointer: "/components/schemas/WhoCanPostTypes", message: [/moderators/] },
    reversed: "major",
    most: { findings: 2, because: "the two directions are two changes at most" },
  },
  {
    name: "value removed from an enum of both directions",
    api: "whop",
    position: "shared",
    mutate: (document) => removeValue(enumOf(document, "LessonTypes"), "pdf"),
    verdict: "major",
    why: "calls that give the value no longer compile",
    finding: { pointer: "/components/schemas/LessonTypes", message: [/pdf/] },
    reversed: "minor",
  },
  {
    name: "value of an enum of both directions renamed",
    api: "whop",
    position: "shared",
    mutate: (document) => renameValue(enumOf(document, "WhoCanReactTypes"), "everyone", "anyone"),
    verdict: "major",
    why: "calls that give the old value no longer compile",
    finding: { pointer: "/components/schemas/WhoCanReactTypes", message: [/everyone/] },
    reversed: "major",
  },
  {
    name: "value added to the names of events to subscribe to",
    api: "whop",
    position: "shared",
    mutate: (document) => void enumOf(document, "WebhookEvent").push("dispute.closed"),
    verdict: "minor",
    why: "a webhook may be created for one more event",
    finding: { pointer: "/components/schemas/WebhookEvent", message: [/dispute\.closed/] },
    reversed: "major",
    most: { findings: 2, because: "the two directions are two changes at most" },
  },
  {
    name: "response's component renamed, content equal",
    api: "whop",
    position: "shared",
    mutate: (document) => renameSchema(document, "CourseLessonSummary", "LessonSummary"),
    verdict: "major",
    why: "nothing changes on the wire, and the exported type CourseLessonSummary goes: imports break",
    finding: { message: [/CourseLessonSummary/, /LessonSummary/] },
    reversed: "major",
    most: { findings: 1, because: "one removed and an equal one added is a rename" },
  },
  {
    name: "response's enum renamed, content equal",
    api: "whop",
    position: "shared",
    mutate: (document) => renameSchema(document, "ReviewStatus", "ReviewState"),
    verdict: "major",
    why: "nothing changes on the wire; the exported ReviewStatus, KnownReviewStatus and ReviewStatusValues go",
    finding: { message: [/ReviewStatus/, /ReviewState/] },
    reversed: "major",
  },
  {
    name: "request's component renamed, content equal",
    api: "whop",
    position: "shared",
    mutate: (document) => renameSchema(document, "FileInputWithId", "FileReferenceInput"),
    verdict: "major",
    why: "nothing changes on the wire, and the exported type FileInputWithId goes: imports break",
    finding: { message: [/FileInputWithId/, /FileReferenceInput/] },
    reversed: "major",
  },
  {
    name: "component put inline at one of its places",
    api: "whop",
    position: "shared",
    mutate: (document) => {
      const place = propertyOf(schemaOf(document, "DisputeListItem"), "company");
      const { title: _title, ...inline } = schemaOf(document, "CompanySummary");
      place.oneOf = [structuredClone(inline), { type: "null" }];
    },
    verdict: "minor",
    why: "the same on the wire; the equal type gets an exported name of its own, which is an addition",
    finding: { message: [/DisputeListItemCompany|company/] },
    reversed: "major",
  },
  {
    name: "component put inline at its only place",
    api: "whop",
    position: "shared",
    mutate: (document) => {
      const schema = schemaOf(document, "CourseLessonSummary");
      const media = responseOf(document, "submitAssessmentCourseLesson").content?.["application/json"];
      replaceProperty(present(media?.schema, "schema"), "lesson", structuredClone(schema));
      delete document.components?.schemas?.CourseLessonSummary;
    },
    verdict: "major",
    why: "nothing changes on the wire, and the exported type CourseLessonSummary goes: imports break",
    finding: { message: [/CourseLessonSummary/] },
    reversed: "major",
  },
  {
    name: "enum put inline at one of its places",
    api: "whop",
    position: "shared",
    mutate: (document) =>
      replaceProperty(schemaOf(document, "Review"), "status", structuredClone(schemaOf(document, "ReviewStatus"))),
    verdict: "none",
    why: "the same values on the wire and in the type, where an enum without a name is written out",
    writtenOtherwise: ["models.ts"],
  },
  {
    name: "component added that nothing refers to",
    api: "whop",
    position: "shared",
    mutate: (document) => {
      const schemas = present(document.components?.schemas, "schemas");
      schemas.ArbitrationFee = { type: "object", properties: { amount: { type: "number" } } };
    },
    verdict: "patch",
    why: "a further exported type that no method has to do with: it decides nothing",
    finding: { operationId: null, pointer: "/components/schemas/ArbitrationFee", message: [/ArbitrationFee/] },
    reversed: "patch",
  },
  {
    name: "object's component replaced by an equal one",
    api: "whop",
    position: "shared",
    mutate: (document) => {
      const item = bodyOf(document, "updateEvidenceDispute");
      const place = propertyOf(item, "refund_policy_attachment");
      place.oneOf = [...present(place.oneOf, "oneOf")].map((form) => ({ allOf: [form] }));
    },
    verdict: "none",
    why: "an allOf of one schema is that schema",
  },
];

function renameSchema(document: Parameters<Mutation["mutate"]>[0], from: string, to: string): void {
  const components = present(document.components, "components");
  components.schemas = renamedKey(present(components.schemas, "schemas"), from, to);
  redirect(document, `#/components/schemas/${from}`, `#/components/schemas/${to}`);
}
