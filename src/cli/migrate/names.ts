/** Names of `@whop/sdk` (0.0.x and later) that are others here. */
const RENAMED: Readonly<Record<string, string>> = {
  WhopClient: "Whop",
  WhopError: "ClientError",
  APIPromise: "ApiPromise",
  PagePromise: "CursorPager",
  CursorPage: "CursorPage",
  ClientOptions: "WhopOptions",
  UnwrapWebhookEvent: "WebhookEvent",
};

/** Endings of the names that types of results have there, and what they are here. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/ListResponsesCursorPage$/, "ListItem"],
  [/sCursorPage$/, ""],
  [/ListResponse$/, "ListItem"],
  [/ListResponse$/, ""],
  [/(?:Retrieve|Create|Update)Response$/, ""],
  [/Response$/, "Result"],
];

/**
 * What a name of the old package is called here.
 *
 * @param known whether the entry exports a name
 * @returns `undefined` where nothing that the entry exports fits
 */
export function newName(name: string, known: (name: string) => boolean): string | undefined {
  const renamed = RENAMED[name];
  if (renamed !== undefined) return known(renamed) ? renamed : undefined;
  // A name that both have may mean a row of a list there: the endings are looked at only where there is none.
  if (known(name)) return name;
  for (const [ending, text] of ENDINGS) {
    const changed = name.replace(ending, text);
    if (changed !== name && known(changed)) return changed;
  }
  return undefined;
}

/** What becomes of an option of the constructor: another name, or why there is none. */
export const OPTIONS: Readonly<Record<string, { readonly name: string } | { readonly why: string }>> = {
  token: { name: "apiKey" },
  version: { name: "apiVersionDate" },
  baseUrl: { name: "baseURL" },
  appId: { name: "appID" },
  userTokenPublicKey: { why: "pass it to verifyUserToken as `publicKey`" },
  userTokenJwksUrl: { why: "pass it to verifyUserToken as `jwksUrl`" },
  timeoutInSeconds: { why: "`timeout` is in milliseconds" },
};
