import type { FetchBody } from "./fetch-types.js";

/** How the runtime reads the `paths` of a contract, as openapi-typescript writes them. */
export type Verb = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** The paths that have this verb. A verb that a path lacks is there as an optional `never`. */
export type PathsWith<Paths, V extends Verb> = {
  [P in keyof Paths]: Paths[P] extends { [verb in V]: unknown } ? P : never;
}[keyof Paths];

export type Operation<Paths, P extends keyof Paths, V extends Verb> = Paths[P] extends { [verb in V]: infer O }
  ? O
  : never;

/** The body of a request under the name `body`, optional where the contract says so. */
export type Body<O> = O extends { requestBody: { content: infer C } }
  ? { body: C[keyof C] }
  : O extends { requestBody?: { content: infer C } }
    ? { body?: unknown extends C ? undefined : C[keyof C] }
    : unknown;

export type Success = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | "2XX";

/** The body of a response; `undefined` where it has none. */
export type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;

/** What a successful call gives. */
export type Data<O> = O extends { responses: infer R } ? Content<R[keyof R & Success]> : never;

/** What a call sends: its parameters and its body. */
export type Parts<O> = Body<O> &
  (O extends { parameters: infer P } ? Pick<P, keyof P & ("path" | "query" | "header" | "cookie")> : unknown) & {
    /** The caller's object, where the others hold copies of what it has. */
    params?: object;
    /** Writes the body in another form than JSON. */
    serialize?: (body: object) => FetchBody | undefined;
  };
