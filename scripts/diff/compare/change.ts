/** Which way a value goes: in what a caller sends, in what it gets back, or in a webhook's body. */
export type Direction = "request" | "response" | "event";

/** One difference at one place of the contract, before it is judged. */
export interface ContractChange {
  readonly kind: ChangeKind;
  /** `undefined` for what concerns an operation or the API as a whole. */
  readonly direction: Direction | undefined;
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What changed, as a reader of the package knows it: `Dispute.reason`, `status`. */
  readonly subject: string;
  /**
   * What a change of the package's exports that follows from this one has as its own keys: `.reason` for a property or parameter,
   * `type Dispute`, `event:dispute.created`; `method`, `params`, `body`, `result` and `failure` for the parts of an operation.
   */
  readonly matchKeys: readonly string[];
}

/** The operations and events that a change concerns. */
export interface Affected {
  readonly operationIds: readonly string[];
  readonly events: readonly string[];
}

/** One change with all its directions, and everything that it concerns. */
export interface MergedChange extends Omit<ContractChange, "direction"> {
  readonly directions: ReadonlySet<Direction>;
  /** In the contract's order; a removed operation by the id that it had. */
  readonly affected: Affected;
}

/** A change of a schema, as the places around it see it. */
export interface SchemaChange {
  readonly kind: SchemaChangeKind;
  readonly pointer: string;
  readonly before?: string | null;
  readonly after?: string | null;
  /** Where they are not those of the property itself. */
  readonly matchKeys?: readonly string[];
}

/** Changes of the schemas and parameters of calls and events: their severity depends on the direction. */
export type SchemaChangeKind =
  | "property-added"
  | "required-property-added"
  | "property-removed"
  | "property-renamed"
  | "property-replaced"
  | "became-required"
  | "became-optional"
  | "became-nullable"
  | "no-longer-nullable"
  | "type-changed"
  | "type-widened"
  | "type-narrowed"
  | "tuple-opened"
  | "array-closed"
  | "reference-changed"
  | "reference-changed-compatibly"
  | "integer-to-number"
  | "number-to-integer"
  | "variant-added"
  | "variant-removed"
  | "enum-value-added"
  | "enum-value-removed"
  | "closed-enum-value-added"
  | "closed-enum-value-removed"
  | "enum-added"
  | "enum-removed"
  | "closed-enum-removed"
  | "const-changed"
  | "format-changed"
  | "format-added"
  | "format-removed"
  | "constraint-tightened"
  | "constraint-loosened"
  | "other-properties-allowed"
  | "other-properties-refused"
  | "unnamed-properties-refused"
  | "unnamed-properties-tolerated"
  | "default-changed"
  | "discriminator-changed"
  | "read-only"
  | "no-longer-read-only"
  | "write-only"
  | "no-longer-write-only"
  | "format-widened"
  | "keyword-changed"
  | "deprecated"
  | "no-longer-deprecated";

export type OperationChangeKind =
  | "operation-added"
  | "operation-removed"
  | "operation-moved"
  | "operation-renamed"
  | "operation-deprecated"
  | "operation-no-longer-deprecated"
  | "parameter-moved"
  | "parameter-moved-to-header"
  | "header-added"
  | "required-header-added"
  | "header-removed"
  | "header-became-required"
  | "header-became-optional"
  | "parameter-style-changed"
  | "parameter-style-followed"
  | "body-added"
  | "required-body-added"
  | "body-removed"
  | "body-became-required"
  | "body-became-optional"
  | "body-encoding-changed"
  | "body-encoding-followed"
  | "body-media-type-changed"
  | "body-media-type-followed"
  | "part-encoding-changed"
  | "part-encoding-followed"
  | "media-type-changed"
  | "response-body-added"
  | "response-body-removed"
  | "status-added"
  | "status-removed"
  | "response-encoding-changed"
  | "success-status-added"
  | "success-status-removed"
  | "success-status-changed"
  | "other-status-added"
  | "other-status-removed"
  | "response-header-added"
  | "response-header-removed"
  | "required-response-header-removed"
  | "response-header-became-required"
  | "response-header-became-optional"
  | "scope-added"
  | "scope-removed"
  | "security-added"
  | "security-removed"
  | "security-changed"
  | "security-scheme-changed"
  | "security-scheme-redeclared"
  | "oauth-address-changed"
  | "client-authentication-changed"
  | "security-renamed"
  | "scopes-alternative-added"
  | "scopes-widened"
  | "scopes-narrowed"
  | "credentials-changed"
  | "credentials-narrowed"
  | "idempotency-added"
  | "idempotency-removed"
  | "idempotency-changed"
  | "pagination-changed"
  | "api-version-added"
  | "api-version-removed"
  | "api-version-changed"
  | "security-lifted"
  | "webhook-header-added"
  | "webhook-header-removed"
  | "environment-added"
  | "environment-removed"
  | "server-url-changed"
  | "default-environment-changed"
  | "operation-servers-changed"
  | "query-arrays-changed"
  | "webhook-added"
  | "webhook-removed"
  | "webhook-renamed"
  | "webhook-changed";

export type ChangeKind = SchemaChangeKind | OperationChangeKind;
