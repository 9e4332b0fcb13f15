import type { Verdict } from "../../scripts/diff/report/findings.js";

/** One change of one field, there and back, where it is sent and where it is received. */
export interface Single {
  readonly name: string;
  /** The field's schema before and after, as YAML in one line; `null` where there is no field. */
  readonly from: string | null;
  readonly to: string | null;
  /** The verdicts there and back. */
  readonly sent: readonly [Verdict, Verdict];
  readonly received: readonly [Verdict, Verdict];
  /** The reason, from the caller's side. */
  readonly why: string;
  /** The field is required in the state before or after. @default "neither" */
  readonly required?: "before" | "after" | "both";
}

const text = "{ type: string }";
const values = "{ type: string, enum: [a, b] }";
const tighter =
  "sent: values that were taken are refused, and back more are; received: nothing new, and back values may come that did not";
const rule = { sent: ["major", "patch"], received: ["patch", "minor"], why: tighter } as const;
const bound = (name: string, from: string, to: string): Single => ({ name, from, to, ...rule });

/** Reasoned by hand, from the caller's side. */
export const singles: readonly Single[] = [
  {
    name: "optional field",
    from: null,
    to: text,
    sent: ["minor", "major"],
    received: ["minor", "major"],
    why: "may be used; back it no longer compiles",
  },
  {
    name: "required field",
    from: null,
    to: text,
    required: "after",
    sent: ["major", "major"],
    received: ["minor", "major"],
    why: "each call lacks it; what is read is more",
  },
  {
    name: "required",
    from: text,
    to: text,
    required: "after",
    sent: ["major", "minor"],
    received: ["minor", "major"],
    why: "must be given; back may be missing where it is read",
  },
  {
    name: "nullable",
    from: text,
    to: '{ type: [string, "null"] }',
    sent: ["minor", "major"],
    received: ["major", "minor"],
    why: "more may be given; what is read may be null",
  },
  {
    name: "string to number",
    from: text,
    to: "{ type: number }",
    sent: ["major", "major"],
    received: ["major", "major"],
    why: "another type both ways",
  },
  {
    name: "string to boolean",
    from: text,
    to: "{ type: boolean }",
    sent: ["major", "major"],
    received: ["major", "major"],
    why: "another type both ways",
  },
  {
    name: "one to a list",
    from: text,
    to: "{ type: array, items: { type: string } }",
    sent: ["major", "major"],
    received: ["major", "major"],
    why: "another type both ways",
  },
  {
    name: "integer to number",
    from: "{ type: integer }",
    to: "{ type: number }",
    sent: ["patch", "major"],
    received: ["minor", "patch"],
    why: "one type in TypeScript: back fractions are refused that were taken",
  },
  {
    name: "string to anything",
    from: text,
    to: "{}",
    sent: ["minor", "major"],
    received: ["major", "minor"],
    why: "more may be given, and must be told apart where it is read",
  },
  {
    name: "string or number",
    from: text,
    to: "{ type: [string, number] }",
    sent: ["minor", "major"],
    received: ["major", "major"],
    why: "a union is closed: a form that never comes makes its comparison fail to compile",
  },
  {
    name: "value of an enum",
    from: values,
    to: "{ type: string, enum: [a, b, c] }",
    sent: ["minor", "major"],
    received: ["minor", "minor"],
    why: "closed where it is sent, open where it is read",
  },
  {
    name: "value of a nullable enum",
    from: '{ type: [string, "null"], enum: [a, b, null] }',
    to: '{ type: [string, "null"], enum: [a, b, c, null] }',
    sent: ["minor", "major"],
    received: ["minor", "minor"],
    why: "null beside the values changes nothing of that",
  },
  {
    name: "values for any string",
    from: text,
    to: values,
    sent: ["major", "minor"],
    received: ["minor", "minor"],
    why: "others are refused; what is read may be any string all the same",
  },
  {
    name: "value of a list of numbers",
    from: "{ type: integer, enum: [1, 2] }",
    to: "{ type: integer, enum: [1, 2, 3] }",
    sent: ["minor", "major"],
    received: ["major", "major"],
    why: "numbers are a closed list in both",
  },
  {
    name: "constant",
    from: "{ const: a }",
    to: "{ const: b }",
    sent: ["major", "major"],
    received: ["major", "major"],
    why: "comparisons with it no longer compile",
  },
  bound("maxLength lower", "{ type: string, maxLength: 9 }", "{ type: string, maxLength: 5 }"),
  bound("maxLength", text, "{ type: string, maxLength: 5 }"),
  bound("minLength", text, "{ type: string, minLength: 5 }"),
  bound("minLength higher", "{ type: string, minLength: 1 }", "{ type: string, minLength: 5 }"),
  bound("pattern", text, '{ type: string, pattern: "^a" }'),
  bound("maximum", "{ type: number }", "{ type: number, maximum: 5 }"),
  bound("maximum lower", "{ type: number, maximum: 9 }", "{ type: number, maximum: 5 }"),
  bound("minimum", "{ type: number }", "{ type: number, minimum: 5 }"),
  bound("exclusiveMaximum", "{ type: number }", "{ type: number, exclusiveMaximum: 5 }"),
  bound("exclusiveMinimum", "{ type: number }", "{ type: number, exclusiveMinimum: 5 }"),
  bound("multipleOf", "{ type: number }", "{ type: number, multipleOf: 5 }"),
  bound(
    "maxItems",
    "{ type: array, items: { type: string } }",
    "{ type: array, maxItems: 5, items: { type: string } }",
  ),
  bound(
    "minItems",
    "{ type: array, items: { type: string } }",
    "{ type: array, minItems: 5, items: { type: string } }",
  ),
  bound(
    "uniqueItems",
    "{ type: array, items: { type: string } }",
    "{ type: array, uniqueItems: true, items: { type: string } }",
  ),
  bound("minProperties", "{ type: object }", "{ type: object, minProperties: 1 }"),
  bound(
    "a bound inside of a list",
    "{ type: array, items: { type: string } }",
    "{ type: array, items: { type: string, maxLength: 5 } }",
  ),
  bound("a condition", "{ type: object }", "{ type: object, if: { minProperties: 1 }, then: { minProperties: 2 } }"),
  bound("dependentRequired", "{ type: object }", "{ type: object, dependentRequired: { a: [b] } }"),
  bound("propertyNames", "{ type: object }", "{ type: object, propertyNames: { minLength: 2 } }"),
  bound("not", text, "{ type: string, not: { const: a } }"),
  {
    name: "format",
    from: text,
    to: "{ type: string, format: date }",
    sent: ["major", "patch"],
    received: ["patch", "minor"],
    why: tighter,
  },
  {
    name: "another format",
    from: "{ type: string, format: date }",
    to: "{ type: string, format: date-time }",
    sent: ["major", "major"],
    received: ["minor", "minor"],
    why: "what was taken may be refused, and reads otherwise",
  },
  {
    name: "wider format",
    from: "{ type: integer, format: int32 }",
    to: "{ type: integer, format: int64 }",
    sent: ["patch", "major"],
    received: ["minor", "minor"],
    why: "all that was taken still is; back it may be too long",
  },
  {
    name: "default",
    from: "{ type: string, default: eur }",
    to: "{ type: string, default: usd }",
    sent: ["minor", "minor"],
    received: ["patch", "patch"],
    why: "the same call, without the field, does something else",
  },
  {
    name: "a default at all",
    from: text,
    to: "{ type: string, default: usd }",
    sent: ["minor", "minor"],
    received: ["patch", "patch"],
    why: "the same call, without the field, may do something else",
  },
  {
    name: "deprecated",
    from: text,
    to: "{ type: string, deprecated: true }",
    sent: ["minor", "patch"],
    received: ["minor", "patch"],
    why: "Semantic Versioning: a deprecation is minor",
  },
  {
    name: "words",
    from: text,
    to: "{ type: string, description: Words., example: a }",
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "words alone",
  },
  {
    name: "a title",
    from: text,
    to: "{ type: string, title: Words }",
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "a field's title names nothing",
  },
  {
    name: "wrapped for words",
    from: '{ $ref: "#/components/schemas/Other" }',
    to: '{ allOf: [{ $ref: "#/components/schemas/Other" }], description: Words. }',
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "the same type",
  },
  {
    name: "order of an enum",
    from: values,
    to: "{ type: string, enum: [b, a] }",
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "a set",
  },
  {
    name: "uniqueItems: false",
    from: "{ type: array, items: { type: string } }",
    to: "{ type: array, uniqueItems: false, items: { type: string } }",
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "the default",
  },
  {
    name: "readOnly: false",
    from: text,
    to: "{ type: string, readOnly: false }",
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "the default",
  },
  {
    name: "array to tuple",
    from: "{ type: array, items: { type: string } }",
    to: "{ type: array, prefixItems: [{ type: string }, { type: integer }] }",
    sent: ["major", "major"],
    received: ["major", "major"],
    why: "each place has a type of its own, and code for any item no longer fits; back likewise",
  },
  {
    name: "one place more in a tuple",
    from: "{ type: array, prefixItems: [{ type: string }] }",
    to: "{ type: array, prefixItems: [{ type: string }, { type: integer }] }",
    sent: ["major", "minor"],
    received: ["minor", "major"],
    why: "a place that could hold anything has a type; back it can hold anything",
  },
  {
    name: "additionalProperties beside a union",
    from: "{ anyOf: [{ type: string }, { type: object, additionalProperties: true }, { type: 'null' }] }",
    to: "{ additionalProperties: true, anyOf: [{ type: string }, { type: object, additionalProperties: true }, { type: 'null' }] }",
    sent: ["none", "none"],
    received: ["none", "none"],
    why: "it speaks of objects alone: strings and null are as they were",
  },
  {
    name: "another form in a union with additionalProperties beside it",
    from: "{ additionalProperties: true, anyOf: [{ type: string }, { type: object }] }",
    to: "{ additionalProperties: true, anyOf: [{ type: string }, { type: object }, { type: boolean }] }",
    sent: ["minor", "major"],
    received: ["major", "major"],
    why: "may be sent; what is read can be what nobody handled; back a comparison with it no longer compiles",
  },
];
