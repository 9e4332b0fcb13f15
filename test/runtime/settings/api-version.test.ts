import { describe, expect, test } from "vitest";
import { ClientCore, type ClientOptions, ConfigurationError } from "../../../src/runtime/index.js";
import { scriptedFetch } from "../../support/scripted-fetch.js";
import { thingsConfig } from "../../things/client.js";
import type { paths } from "../../things/paths.js";
import { client, failureOf, json, KEY } from "../support.js";

const core = (options: ClientOptions = {}): ClientCore<paths> =>
  new ClientCore<paths>({ ...thingsConfig, apiVersionDate: "2026-01-01" }, { apiKey: KEY, ...options });

const wrong = [
  "",
  "2025",
  "2025-1-1",
  "20250101",
  "2025-01-01T00:00:00Z",
  "2025-01-01-",
  "newest",
  20250101,
  new Date(0),
];

describe("apiVersionDate", () => {
  test.each(wrong)("the client refuses %j", (version) => {
    expect(() => core({ apiVersionDate: version as string })).toThrow(ConfigurationError);
    expect(() => core({ apiVersionDate: version as string })).toThrow(
      /apiVersionDate must be a date such as "2025-01-01"/,
    );
  });

  test.each(wrong)("a call with %j is not sent", async (version) => {
    const { things, sent } = client([]);
    const options = { apiVersionDate: version as string };
    expect(await failureOf(things.retrieve("x", options))).toBeInstanceOf(ConfigurationError);
    const byPath = things.http.GET("/things/{id}", { params: { path: { id: "x" } }, ...options });
    expect(await failureOf(byPath)).toBeInstanceOf(ConfigurationError);
    expect(sent).toEqual([]);
  });

  test("an API without versions sends none", async () => {
    const { things, sent } = client([json({})]);
    await things.retrieve("x");
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain("api-version-date");
  });

  test("each page of a list, and each attempt, asks for the call's version", async () => {
    const page = (next: string | null) =>
      json({ data: [], page_info: { has_next_page: next !== null, end_cursor: next } });
    const { fetch, sent } = scriptedFetch(page("a"), new Response(null, { status: 429 }), page("b"), page(null));
    const list = core({ fetch }).cursorList("/things", {}, { apiVersionDate: "2026-02-02-2" }, "listThing");
    expect(await list.toArray()).toEqual([]);
    expect(sent.map(({ headers }) => headers["api-version-date"])).toEqual(Array(4).fill("2026-02-02-2"));
  });

  test("null in the caller's headers leaves it out", async () => {
    const { fetch, sent } = scriptedFetch(json({}));
    await core({ fetch }).request("GET", "/things", {}, { headers: { "Api-Version-Date": null } }, "listThing");
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain("api-version-date");
  });
});
