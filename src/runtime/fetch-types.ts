/** What `fetch` takes as a body. By way of `RequestInit`, since the types of Node have that name and not `BodyInit`. */
export type FetchBody = NonNullable<RequestInit["body"]>;

/** The platform's `File`. The types of Node 18 have none, and a declaration that names it would not compile with them. */
export type PlatformFile = typeof globalThis extends { File: new (...given: never) => infer Instance }
  ? Instance
  : Blob & { readonly name: string };
