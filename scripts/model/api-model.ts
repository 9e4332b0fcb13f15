import type { IdempotencyPlaces } from "../load/client-headers.js";
import type { SentAs } from "../load/media-types.js";
import type { Certainty, HttpMethod } from "../load/openapi.js";

/**
 * What the emitters know of an API: names and kinds, decided once. No OpenAPI node and no reference is left in it.
 */
export interface ApiModel {
  /** The folder under `generated/`, for example `whop`. */
  readonly id: string;
  /** The client's class, for example `Whop`. */
  readonly name: string;
  readonly config: ApiConfig;
  /** The TypeScript name of each component schema. */
  readonly componentNames: ReadonlyMap<string, string>;
  /** Everything that `models.ts` declares, in alphabetical order. */
  readonly declarations: readonly Declaration[];
  /** The resources at the client's top, in alphabetical order. */
  readonly resources: readonly ResourceModel[];
  /** The failures that have a name: the API's common ones, where the contract lists them. */
  readonly failures: readonly FailureModel[];
  readonly events: readonly EventModel[];
  /** `undefined` where `type` does not tell the events apart. */
  readonly unknownEvent: UnknownEventModel | undefined;
}

/** Declared failures, told apart by status. */
export interface FailureModel {
  readonly name: string;
  readonly members: readonly { readonly status: number; readonly body: TypeModel }[];
}

/** The failures of one method: the common ones by their name, or its own ones. */
export type MethodFailure =
  | { readonly kind: "common"; readonly name: string }
  | { readonly kind: "own"; readonly members: FailureModel["members"] };

/** What the runtime must know of an API as a whole. */
export interface ApiConfig {
  /** The client option `environment` to its base URL; the first is the default. */
  readonly servers: readonly { readonly environment: string; readonly url: string }[];
  readonly auth: AuthModel;
  readonly queryArrays: "brackets" | "repeat";
  /** The statuses of the common failures, in ascending order. */
  readonly failures: readonly number[];
  /** The version of the API that the contract describes. */
  readonly apiVersionDate: string | undefined;
  /** The prefix of the environment variables, for example `WHOP`. */
  readonly envPrefix: string;
}

/** How a credential is sent. */
export type AuthModel = "bearer" | "basic" | { readonly in: "header" | "query" | "cookie"; readonly name: string };

/** What the documentation of a declaration says. The text is unescaped: emitters escape it. */
export interface Docs {
  readonly text?: string | undefined;
  readonly deprecated: boolean;
  readonly certainty?: Certainty | undefined;
  readonly source?: string | undefined;
  /** An integer that may be beyond 2^53. */
  readonly isWide?: boolean | undefined;
}

export type Declaration = { readonly name: string; readonly docs: Docs } & (
  | {
      readonly kind: "interface";
      readonly extends: readonly string[];
      readonly properties: readonly PropertyModel[];
      readonly rest: TypeModel | undefined;
    }
  | { readonly kind: "enum"; readonly values: readonly LiteralValue[]; readonly list: ValueList }
  | { readonly kind: "alias"; readonly type: TypeModel }
);

/** The exported list of an enum's values. */
export interface ValueList {
  readonly name: string;
  /** A name that it had before. */
  readonly deprecatedName: string | undefined;
}

export interface PropertyModel {
  readonly name: string;
  readonly type: TypeModel;
  readonly optional: boolean;
  readonly docs: Docs;
}

export type LiteralValue = string | number | boolean | null;

export type TypeModel =
  | {
      readonly kind: "primitive";
      readonly type: "string" | "number" | "boolean" | "null" | "undefined" | "unknown" | "never";
    }
  /** What a caller can upload. */
  | { readonly kind: "binary" }
  /** The bytes of a response. */
  | { readonly kind: "blob" }
  /** The events of a response that is a stream of them. */
  | { readonly kind: "events" }
  | { readonly kind: "literal"; readonly value: LiteralValue }
  /** One of the known values, or a string that the contract does not know yet. */
  | { readonly kind: "open"; readonly known: TypeModel }
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "array"; readonly item: TypeModel }
  | { readonly kind: "tuple"; readonly items: readonly TypeModel[]; readonly rest: TypeModel | undefined }
  | { readonly kind: "record"; readonly value: TypeModel }
  | { readonly kind: "object"; readonly properties: readonly PropertyModel[]; readonly rest: TypeModel | undefined }
  | { readonly kind: "union"; readonly members: readonly TypeModel[] }
  | { readonly kind: "intersection"; readonly members: readonly TypeModel[] };

export interface ResourceModel {
  /** `["affiliates", "overrides"]` */
  readonly path: readonly string[];
  readonly className: string;
  /** A sentence on what it is about. */
  readonly summary: string;
  readonly methods: readonly MethodModel[];
  readonly children: readonly ResourceModel[];
}

export type MethodModel = MethodBase &
  (
    | { readonly kind: "call"; readonly result: TypeModel }
    | { readonly kind: "cursor-list"; readonly item: TypeModel }
    | { readonly kind: "id-list"; readonly item: TypeModel; readonly itemId: string }
    | {
        readonly kind: "next-cursor-list";
        readonly item: TypeModel;
        readonly page: TypeModel;
        readonly cursor: string;
        readonly next: string;
        readonly more: string | undefined;
      }
  );

export interface ParamsModel {
  readonly type: string;
  /** Whether a call can do without the object. */
  readonly optional: boolean;
  /** Whether the object is a body that can be left out as a whole, and has required members where it is given. */
  readonly isWholeBody: boolean;
}

export interface SentParameter {
  readonly wire: string;
  readonly required: boolean;
}

export type ParameterStyle = "list" | "spaces" | "pipes" | "entries" | "json" | "plain";
/** How a property of a form is written: likewise, or an object of objects, with its lists as `a[]=1` or `a[0]=1` where the contract says so. */
export type BodyStyle = ParameterStyle | "deep" | "brackets" | "indices";
export type ParameterStyles = Readonly<
  Record<"path" | "query" | "header" | "cookie", Readonly<Record<string, ParameterStyle>>>
>;

interface MethodBase {
  readonly operationId: string;
  readonly name: string;
  readonly verb: HttpMethod;
  readonly path: string;
  readonly docs: Docs;
  readonly summary: string;
  readonly access: AccessModel;
  readonly statuses: readonly number[];
  /** The same, where they are not the common ones. */
  readonly ownStatuses: readonly number[] | undefined;
  /** `undefined` when it declares none. */
  readonly failure: MethodFailure | undefined;
  readonly docsUrl: string | undefined;
  /** The last path parameter: the method's first argument. */
  readonly positional: { readonly wire: string; readonly argument: string; readonly type: TypeModel } | undefined;
  /** The one object with earlier path parameters, query and body. */
  readonly params: ParamsModel | undefined;
  /** Earlier path parameters, taken from the object. */
  readonly pathNames: readonly string[];
  readonly queryNames: readonly string[];
  /** Those of them that a call cannot do without. */
  readonly requiredQueryNames: readonly string[];
  /** Names of the object that fill path or query and stay in the body too, because the body has them as well. */
  readonly bodyKeeps: readonly string[];
  readonly body: "none" | SentAs;
  /** Properties of a form (`application/x-www-form-urlencoded`) that are not written in the usual way. */
  readonly bodyStyles: Readonly<Record<string, BodyStyle>>;
  /** The type of a body that has an argument of its own, before the object: one that is no object, or can be left out alone. */
  readonly bodyArgument: { readonly type: TypeModel; readonly optional: boolean } | undefined;
  readonly headers: readonly SentParameter[];
  readonly cookies: readonly SentParameter[];
  /** Parameters that are not written in the usual way, by place and name. */
  readonly styles: ParameterStyles;
  /** The media type of the body, where its kind does not say it: JSON that is not `application/json`, text, bytes. */
  readonly contentType: string | undefined;
  /** The media types to ask for, where that is not `application/json`. */
  readonly accept: string | undefined;
  /** How a success is read that is not JSON, and whether it may be JSON as well. */
  readonly read: { readonly as: "text" | "blob" | "events"; readonly orJson: boolean } | undefined;
  /** By name of the scheme, where the client's key alone is not what the operation takes. `apiKey` is the client's key. */
  readonly authorize: Readonly<Record<string, AuthModel>> | undefined;
  /** By environment, where they are not those of the API. */
  readonly servers: ApiConfig["servers"] | undefined;
  /** The one required binary part of a multipart body: an argument of its own, before the object. */
  readonly upload: { readonly wire: string; readonly argument: string } | undefined;
  /** `undefined` where the server does not recognize a repeat. */
  readonly idempotency: IdempotencyPlaces | undefined;
}

/** Who may call an operation. */
export interface AccessModel {
  /**
   * `none`: public. `optional`: a call without a key is possible. `session`: no API key can make it. `limited`: only the credentials
   * that are listed can. `other`: it takes other credentials than the client's key.
   */
  readonly key: "required" | "optional" | "none" | "session" | "limited" | "other";
  /** Alternatives: each lists the permissions that are needed together. An empty one beside others: a key may do without. */
  readonly permissions: readonly (readonly string[])[];
  /** In words; empty where the contract does not list them. */
  readonly credentials: readonly string[];
}

export interface EventModel {
  /** The event's name, for example `dispute.created`. */
  readonly type: string;
  /** The declaration of its whole body. */
  readonly body: string;
}

/** An event that the contract does not have. */
export interface UnknownEventModel {
  /** The fields that all events have, `type` and `data` aside. */
  readonly envelope: readonly PropertyModel[];
  readonly hasData: boolean;
}

export const unknownType: TypeModel = { kind: "primitive", type: "unknown" };
export const nullType: TypeModel = { kind: "primitive", type: "null" };
