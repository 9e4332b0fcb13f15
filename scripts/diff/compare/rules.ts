import type { Severity } from "../report/findings.js";
import type { ChangeKind, Direction, OperationChangeKind, SchemaChangeKind } from "./change.js";

/** What a change asks of the package's version, and of a caller. */
export interface Rule {
  readonly severity: Severity;
  /** What changed. `$` stands for the subject, `@` for the value before, `#` for the value after. */
  readonly template: string;
  /** What a caller must do. */
  readonly advice: string;
}

/**
 * The rule for a change. A webhook's body is judged like a response: both are read.
 *
 * Semantic versions are the package's: major is what stops a correct program from compiling, or from working while it compiles;
 * minor is what adds something, or narrows what is read; patch is what nobody must look at.
 */
export function ruleOf(kind: ChangeKind, direction: Direction | undefined): Rule {
  const rule = isSchemaKind(kind) ? schemaRules[kind][direction === "request" ? 0 : 1] : operationRules[kind];
  const [severity, template, advice] = rule;
  return { severity, template, advice };
}

type Row = readonly [severity: Severity, template: string, advice: string];

function isSchemaKind(kind: ChangeKind): kind is SchemaChangeKind {
  return Object.hasOwn(schemaRules, kind);
}

const NOTHING = "Nothing to do.";
const MAY_SEND = "Send it where you need it.";
const COMPARES = "Code that compares with it still compiles and no longer matches; drop it.";

/** What is sent, then what is received. */
const schemaRules: Readonly<Record<SchemaChangeKind, readonly [sent: Row, received: Row]>> = {
  "property-added": [
    ["minor", "new optional $", MAY_SEND],
    ["minor", "new $, which may be missing", "Read it where you need it."],
  ],
  // A test double that builds the whole response must have it, too; what reads responses need not.
  "required-property-added": [
    ["major", "new required $", "Send it in every call."],
    ["minor", "new $", "Read it where you need it."],
  ],
  "property-removed": [
    ["major", "$ was removed", "Stop sending it: the types refuse it."],
    ["major", "$ was removed", "Stop reading it."],
  ],
  "property-renamed": [
    ["major", "`@` is now $", "Send it under its new name."],
    ["major", "`@` is now $", "Read it under its new name."],
  ],
  // The same form is no evidence that it means the same.
  "property-replaced": [
    ["major", "`@` is gone; $ is new (possibly its new name)", "Find out what the new one means before you send it."],
    ["major", "`@` is gone; $ is new (possibly its new name)", "Find out what the new one means before you read it."],
  ],
  "became-required": [
    ["major", "$ is now required", "Send it in every call."],
    // The type narrows: what handled its absence still compiles.
    ["minor", "$ is now always there", "A check for its absence can go."],
  ],
  "became-optional": [
    ["minor", "$ is now optional", NOTHING],
    ["major", "$ may now be missing", "Handle `undefined`."],
  ],
  "became-nullable": [
    ["minor", "$ may now be null", NOTHING],
    ["major", "$ may now be null", "Handle `null`."],
  ],
  "no-longer-nullable": [
    ["major", "$ may no longer be null", "Send a value, or leave it out where it is optional."],
    ["minor", "$ is never null any more", "A check for `null` can go."],
  ],
  "type-changed": [
    ["major", "$ is now # (was @)", "Send the new type."],
    ["major", "$ is now # (was @)", "Read the new type."],
  ],
  "type-widened": [
    ["minor", "$ now takes anything (was @)", NOTHING],
    ["major", "$ can now be anything (was @)", "Check its type before use."],
  ],
  "type-narrowed": [
    ["major", "$ is now # (was anything)", "Send this type only."],
    ["minor", "$ is now # (was anything)", NOTHING],
  ],
  // The package's own types say whether what stood in the places is what the items are.
  "tuple-opened": [
    ["minor", "$ is now # (was @)", NOTHING],
    ["major", "$ is now # (was @)", "Read its items, of which there may be any number."],
  ],
  "array-closed": [
    ["major", "$ is now # (was @)", "Send what each place takes."],
    ["minor", "$ is now # (was @)", NOTHING],
  ],
  // Another component, reported as one change: its severity is that of the most severe difference between the two.
  "reference-changed": [
    ["major", "$ is now # (was @)", "Send the new form."],
    ["major", "$ is now # (was @)", "Read the new form."],
  ],
  "reference-changed-compatibly": [
    ["minor", "$ is now # (was @)", "What was sent still fits."],
    ["minor", "$ is now # (was @)", "What was read is still there."],
  ],
  // One type in TypeScript. What reads whole numbers meets fractions.
  "integer-to-number": [
    ["patch", "$ now takes fractions", NOTHING],
    ["minor", "$ may now have a fraction", "Do not rely on whole numbers."],
  ],
  "number-to-integer": [
    ["major", "$ must now be a whole number", "Round it: the server refuses fractions."],
    ["patch", "$ is now always a whole number", NOTHING],
  ],
  "variant-added": [
    ["minor", "$ now also takes #", MAY_SEND],
    // A union is closed in the types: a `switch` over its variants is no longer whole.
    ["major", "$ can now also be #", "Handle the new form."],
  ],
  "variant-removed": [
    ["major", "$ no longer takes @", "Send another form."],
    // Comparing with the constant of that form no longer compiles: the types have no overlap.
    ["major", "$ is never @ any more", "Drop the code for that form: it no longer compiles."],
  ],
  "enum-value-added": [
    ["minor", "$ now also takes #", MAY_SEND],
    // Responses are open: their type allows any string, so that nothing stops compiling.
    ["minor", "$ can now also be #", "Handle it where you distinguish values."],
  ],
  "enum-value-removed": [
    ["major", "$ no longer takes @", "Send another value."],
    // The response's type allows any string before and after.
    ["minor", "$ is never @ any more", COMPARES],
  ],
  "closed-enum-value-added": [
    ["minor", "$ now also takes #", MAY_SEND],
    ["major", "$ can now also be #", "Handle it: the type was a closed list."],
  ],
  "closed-enum-value-removed": [
    ["major", "$ no longer takes @", "Send another value."],
    ["major", "$ is never @ any more", "Drop the comparison: it no longer compiles."],
  ],
  "enum-added": [
    ["major", "$ now takes only #", "Send one of these values."],
    ["minor", "$ now has a list of known values: #", NOTHING],
  ],
  "enum-removed": [
    ["minor", "$ now takes any value (was @)", NOTHING],
    ["minor", "$ no longer has a list of known values (was @)", NOTHING],
  ],
  "closed-enum-removed": [
    ["minor", "$ now takes any value (was @)", NOTHING],
    ["major", "$ can now be any value (was @)", "Handle others: the type was a closed list."],
  ],
  "const-changed": [
    ["major", "$ must now be # (was @)", "Send the new value."],
    ["major", "$ is now # (was @)", "Compare with the new value."],
  ],
  // What leaves no trace in a type stops nothing from compiling. But a tighter bound or another format makes a call fail that worked:
  // major where it is sent. Where it is read, minor if it must be looked at, patch if it need not. `binary` is the one format that
  // counts as a type.
  "format-changed": [
    [
      "major",
      "$ has another format (# for @)",
      "Check what you send against it: the server may refuse the former one.",
    ],
    ["minor", "$ has another format (# for @)", "Check how you read it."],
  ],
  "format-widened": [
    ["patch", "$ has a wider format (# for @)", NOTHING],
    ["minor", "$ has a wider format (# for @)", "Check how you read what did not fit before."],
  ],
  "format-added": [
    ["major", "$ now has a format (#)", "Check what you send against it: the server may refuse other values."],
    ["patch", "$ now has a format (#)", NOTHING],
  ],
  "format-removed": [
    ["patch", "$ has no format any more (was @)", NOTHING],
    ["minor", "$ has no format any more (was @)", "Check how you read it."],
  ],
  "constraint-tightened": [
    ["major", "$ is bounded more tightly (# for @)", "Check what you send: the server refuses values beyond it."],
    ["patch", "$ is bounded more tightly (# for @)", NOTHING],
  ],
  "constraint-loosened": [
    ["patch", "$ is bounded more loosely (# for @)", NOTHING],
    ["minor", "$ is bounded more loosely (# for @)", "Check how you read values beyond the old bound."],
  ],
  "other-properties-allowed": [
    ["minor", "$ now takes other properties too", NOTHING],
    ["minor", "$ can now have other properties too", NOTHING],
  ],
  "other-properties-refused": [
    ["major", "$ no longer takes other properties", "Send the named ones only."],
    ["major", "$ no longer has other properties", "Read the named ones only."],
  ],
  // Types let nobody send what is not named, unless they are cast.
  "unnamed-properties-refused": [
    [
      "minor",
      "$ no longer takes properties that are not named",
      "The types never took them: check what gets past them.",
    ],
    ["patch", "$ never has properties that are not named", NOTHING],
  ],
  "unnamed-properties-tolerated": [
    ["patch", "$ may have properties that are not named", NOTHING],
    ["patch", "$ may have properties that are not named", NOTHING],
  ],
  "default-changed": [
    // The same call, without it, now does something else.
    [
      "minor",
      "$ has another default (# for @): a call that leaves it out now does something else",
      "Send it where you rely on the former one.",
    ],
    ["patch", "$ has another default (# for @)", NOTHING],
  ],
  // The value on the wire that tells the forms of a union apart.
  "discriminator-changed": [
    ["major", "the forms of $ are told apart otherwise (# for @)", "Send the new value."],
    ["major", "the forms of $ are told apart otherwise (# for @)", "Compare with the new value."],
  ],
  // What the types make of it is seen in the exports.
  "read-only": [
    ["minor", "$ is now read-only", "Stop sending it: the server may ignore or refuse it."],
    ["patch", "$ is now read-only", NOTHING],
  ],
  "no-longer-read-only": [
    ["minor", "$ is no longer read-only", MAY_SEND],
    ["patch", "$ is no longer read-only", NOTHING],
  ],
  "write-only": [
    ["patch", "$ is now write-only", NOTHING],
    ["minor", "$ is now write-only", "Stop reading it: responses may leave it out."],
  ],
  "no-longer-write-only": [
    ["patch", "$ is no longer write-only", NOTHING],
    ["minor", "$ is no longer write-only", "Read it where you need it."],
  ],
  "keyword-changed": [
    ["minor", "$ is described otherwise (# for @)", "Check what you send against it."],
    ["patch", "$ is described otherwise (# for @)", NOTHING],
  ],
  // Semantic Versioning, item 7: what is marked as deprecated is a minor change.
  deprecated: [
    ["minor", "$ is deprecated", "Plan to do without it: editors strike it out."],
    ["minor", "$ is deprecated", "Plan to do without it: editors strike it out."],
  ],
  "no-longer-deprecated": [
    ["patch", "$ is no longer deprecated", NOTHING],
    ["patch", "$ is no longer deprecated", NOTHING],
  ],
};

const operationRules: Readonly<Record<OperationChangeKind, Row>> = {
  "operation-added": ["minor", "new: #", "Call it where you need it."],
  "operation-removed": ["major", "@ was removed", "Stop calling it."],
  // The method may stay as it was; a call by path does not.
  "operation-moved": ["major", "@ is now #", "Calls by path (`http`) need the new one; the method sends it by itself."],
  // The name on the wire is the same. Where a method or a type follows, the exports show it.
  "operation-renamed": ["patch", "operationId @ is now #", "Nothing to do, unless you read `error.operationId`."],
  "operation-deprecated": ["minor", "is deprecated", "Plan to do without it: editors strike it out."],
  "operation-no-longer-deprecated": ["patch", "is no longer deprecated", NOTHING],
  // What is in the path is a positional argument; what is in the query or a header is a field of the object.
  "parameter-moved": ["major", "$ is now # (was @)", "Pass it where the method now takes it."],
  "parameter-moved-to-header": ["major", "$ is now # (was @)", "Pass it where the method now takes it."],
  "header-added": ["minor", "also takes the #", MAY_SEND],
  "required-header-added": ["major", "now needs the #", "Send it in every call."],
  "header-removed": ["major", "no longer takes the @", "Stop sending it: the types refuse it."],
  "header-became-required": ["major", "now needs the #", "Send it in every call."],
  "header-became-optional": ["minor", "can now do without the #", NOTHING],
  "parameter-style-changed": [
    "major",
    "$ is now expected in another form on the wire (# for @)",
    "See whether the client's form is still understood: it sends the same as before.",
  ],
  "parameter-style-followed": ["minor", "$ is now sent in another form (# for @)", NOTHING],
  "body-added": ["minor", "now takes a body", MAY_SEND],
  "required-body-added": ["major", "now needs a body", "Send it in every call."],
  "body-removed": ["major", "no longer takes a body", "Stop sending it."],
  "body-became-required": ["major", "the body is now required", "Send it in every call."],
  "body-became-optional": ["minor", "the body is now optional", NOTHING],
  "body-encoding-changed": ["major", "the body is now # (was @)", "See the method's new arguments."],
  "body-encoding-followed": [
    "minor",
    "the body is now sent as # (was @)",
    "Nothing to do, unless you send `null`: JSON has it, a form of texts has an empty one, a form of files none.",
  ],
  "body-media-type-changed": [
    "major",
    "the body is now expected as # (was @)",
    "See whether the server still takes what the client sends: it sends the same as before.",
  ],
  "body-media-type-followed": ["minor", "the body is now sent as # (was @)", NOTHING],
  "part-encoding-changed": [
    "major",
    "the parts of the body are now expected otherwise (# for @)",
    "See whether the server still takes what the client sends: it sends the same as before.",
  ],
  "part-encoding-followed": ["minor", "the parts of the body are now sent otherwise (# for @)", NOTHING],
  // A method sends and reads the same as before; a call by path may ask for the others.
  "media-type-changed": ["minor", "media types: # (was @)", NOTHING],
  "response-body-added": ["minor", "the response now has a body", "Read it where you need it."],
  "response-body-removed": ["major", "the response no longer has a body", "Stop reading it."],
  // It could be returned before, and was thrown; `ok: false` is true of it as of the others.
  "status-added": ["minor", "declares the failure #", "`toResult()` now gives it instead of throwing."],
  // A comparison with a status that is not declared does not compile.
  "status-removed": ["major", "no longer declares the failure @", "`toResult()` throws it: drop the comparison."],
  "response-encoding-changed": ["major", "the response is now # (was @)", "See the method's new result."],
  // Whether the result is another one is seen in the exports.
  "success-status-added": [
    "minor",
    "also responds with #",
    "Look at `response.status` where the two mean different things.",
  ],
  "success-status-removed": ["minor", "no longer responds with @", NOTHING],
  "success-status-changed": ["minor", "responds with # (was @)", "Look at where you read `response.status`."],
  // A range, or whatever is not listed: types of calls by path have it.
  "other-status-added": ["minor", "now describes the response #", NOTHING],
  "other-status-removed": ["minor", "no longer describes the response @", NOTHING],
  "response-header-added": ["minor", "the response also has the header #", "Read it where you need it."],
  "response-header-removed": ["minor", "the response no longer declares the header @", "Stop reading it."],
  "required-response-header-removed": ["major", "the response no longer has the header @", "Stop reading it."],
  "response-header-became-required": ["minor", "the response now always has the header #", NOTHING],
  "response-header-became-optional": ["major", "the response may now lack the header #", "Handle its absence."],
  // A key without it compiles, and is refused.
  "scope-added": ["major", "now needs the permission #", "Give it to the API key before you update."],
  "scope-removed": ["patch", "no longer needs the permission @", NOTHING],
  "security-added": ["minor", "also takes the credential #", NOTHING],
  "security-removed": ["major", "no longer takes the credential @", "Use another credential."],
  // The client sends the key all the same.
  "security-lifted": ["minor", "needs no credential any more (was @)", NOTHING],
  "security-changed": ["major", "needs the credential # (was @)", "Use the new credential."],
  "security-renamed": ["minor", "the credential is called # (was @)", "See whether it accepts the same keys."],
  "scopes-alternative-added": ["patch", "is also content with the permissions #", NOTHING],
  "scopes-widened": ["patch", "is now content with the permissions # (was @)", NOTHING],
  "scopes-narrowed": ["major", "now needs the permissions # (was @)", "Give them to the API key before you update."],
  "credentials-changed": ["minor", "now accepts # (was @)", "See whether your key is among them."],
  "credentials-narrowed": ["major", "now accepts # (was @)", "Use one of these credentials."],
  "client-authentication-changed": [
    "major",
    "the client now sends its key as # (was @)",
    "Give it the key that this takes, in every environment.",
  ],
  "security-scheme-redeclared": ["patch", "the credential $ is described otherwise, and sent as before", NOTHING],
  "security-scheme-changed": ["major", "the credential $ is now # (was @)", "See how the client authenticates."],
  // The client sends the token that it is given; whoever fetches it there sends a secret for it.
  "oauth-address-changed": [
    "major",
    "credentials now go to # (were sent to @), an address of $",
    "Make sure that this is the provider's, and sign in or fetch tokens there: the client takes the token that you give it.",
  ],
  "idempotency-added": ["minor", "a repeat is now safe by `#`", "The client fills it and repeats failed calls."],
  // The package promised to repeat the call safely, and no longer does.
  "idempotency-removed": [
    "major",
    "a repeat is no longer safe by `@`",
    "Look for a call that failed before you repeat it.",
  ],
  "idempotency-changed": ["minor", "a repeat is now safe by `#` (was `@`)", "The client fills it by itself."],
  // No type need change, and yet every response may: the server gives what the version that it is asked for has.
  "api-version-changed": [
    "major",
    "requests now ask for the API version # (was @)",
    "The shapes of every response may change: read the provider's changelog, or set `apiVersionDate` to the former version.",
  ],
  "api-version-added": [
    "major",
    "requests now ask for the API version # (was none: the server chose)",
    "The shapes of every response may change: read the provider's changelog, or set `apiVersionDate` to null.",
  ],
  "api-version-removed": [
    "major",
    "requests no longer ask for an API version (was @): the server chooses",
    "The shapes of every response may change: set `apiVersionDate` to the former version.",
  ],
  "pagination-changed": ["minor", "pages are read otherwise (# for @)", NOTHING],
  "environment-added": ["minor", "new environment #", "Choose it with the option `environment`."],
  "environment-removed": ["major", "the environment @ was removed", "Choose another one."],
  // Whoever is at the other address gets the keys.
  "server-url-changed": [
    "major",
    "credentials now go to # (were sent to @), the address of $",
    "Make sure that this is the provider's, and allow it where hosts are listed; `baseURL` keeps the former one.",
  ],
  "default-environment-changed": [
    "major",
    "credentials now go to # (were sent to @) where no `environment` is chosen",
    "Make sure that this is what you want, or choose the `environment`.",
  ],
  "operation-servers-changed": [
    "major",
    "credentials of this call now go to # (were sent to @)",
    "Make sure that this is the provider's, and allow it where hosts are listed.",
  ],
  "query-arrays-changed": ["minor", "arrays in queries are sent as # (was @)", NOTHING],
  "webhook-added": ["minor", "new event", "Handle it where you need it."],
  "webhook-removed": ["major", "the event was removed", "Drop its handler."],
  "webhook-renamed": ["major", "`@` is now `#`", "Register the handler under the new name."],
  "webhook-header-added": ["patch", "deliveries also carry the header #", NOTHING],
  // Verifying reads headers.
  "webhook-header-removed": [
    "major",
    "deliveries no longer carry the header @",
    "Do without it; see how deliveries are verified.",
  ],
  "webhook-changed": ["patch", "delivered by # (was @)", NOTHING],
};
