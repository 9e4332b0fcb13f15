/** What `fetch` takes as a body. By way of `RequestInit`, since the types of Node have that name and not `BodyInit`. */
export type FetchBody = NonNullable<RequestInit["body"]>;
