import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { ClientOptions } from "../../../src/runtime/index.js";
import { openTelemetry } from "../../../src/runtime/index.js";
import type { Answering } from "../../support/scripted-fetch.js";
import { client, failureOf, fault, json, type Things } from "../support.js";

/** Stand for what must never be printed: each is somewhere in every call below. */
const secrets = {
  key: "canary-key",
  header: "canary-header",
  query: "canary-query",
  sentBody: "canary-sent-body",
  answerBody: "canary-answer-body",
  answerHeader: "canary-answer-header",
};

const withHeader = { headers: { "set-cookie": secrets.answerHeader, "x-request-id": "req_1" } };
/** What a foreign fetch may throw: with the whole request in it. */
const leaky = Object.assign(
  new TypeError(`fetch failed for https://x/?q=${secrets.query}`, { cause: new Error(secrets.sentBody) }),
  {
    config: { headers: { authorization: `Bearer ${secrets.key}` } },
    code: `E ${secrets.key}`,
  },
);

const answers: [string, Answering][] = [
  ["success", json({ id: secrets.answerBody }, withHeader)],
  ["no JSON", new Response(`<${secrets.answerBody}>`, withHeader)],
  ["404", json({ error: { message: "No.", detail: secrets.answerBody } }, { status: 404, ...withHeader })],
  [
    "a server that quotes the key",
    json(
      { error: { message: `Bad key ${secrets.key}`, code: secrets.key, type: secrets.key, param: secrets.key } },
      { status: 401 },
    ),
  ],
  ["500 in HTML", new Response(`<h1>${secrets.answerBody}</h1>`, { status: 500, ...withHeader })],
  ["redirect", new Response(null, { status: 307, headers: { location: `https://x/?q=${secrets.query}` } })],
  ["a fetch that tells everything", leaky],
  ["a fetch that throws a text", (() => Promise.reject(`${secrets.key} ${secrets.query}`)) as Answering],
];
const acts: [string, (things: Things) => PromiseLike<unknown>][] = [
  ["GET", (things) => things.retrieve("x", { headers: { "x-own": secrets.header } })],
  ["POST", (things) => things.create({ name: secrets.sentBody }, { headers: { "x-own": secrets.header } })],
  ["list", (things) => things.list({ kinds: [secrets.query] })],
  [
    "by path",
    (things) => things.http.POST("/things", { body: { name: secrets.sentBody }, headers: { "x-own": secrets.header } }),
  ],
  ["a body that cannot be sent", (things) => things.create({ name: secrets.sentBody, amount: Number.NaN })],
  ["a header that cannot be sent", (things) => things.retrieve("x", { headers: { "x-own": `${secrets.header}\n` } })],
  ["a query that cannot be sent", (things) => things.list({ kinds: [`${secrets.query}\ud800`] })],
];

describe.each(answers)("%s", (_answer, answer) => {
  test.each(acts)("%s: nothing secret is printed", async (_act, act) => {
    const printed: string[] = [];
    const print = (...values: unknown[]): void => {
      for (const value of values) printed.push(show(value));
    };
    const options: ClientOptions = {
      apiKey: secrets.key,
      defaultQuery: { q: secrets.query },
      defaultHeaders: { "x-default": secrets.header },
      logger: { debug: print, info: print, warn: print, error: print },
      logLevel: "debug",
      onAttempt: print,
      tracing: openTelemetry({
        startSpan: (...args) => {
          print(args);
          return { setAttribute: print, setStatus: print, end() {} };
        },
      }),
    };
    const again = (): Answering => (answer instanceof Response ? answer.clone() : answer);
    const { things } = client(Array.from({ length: 3 }, again), options);
    const call = act(things);
    print(things, call);
    await call.then(
      () => {},
      (error) => print(error, error.stack, error.cause, error.toJSON()),
    );
    for (const secret of Object.values(secrets)) expect(printed.join("\n")).not.toContain(secret);
    expect(printed.join("\n")).toMatch(/\/things|cannot be sent/);
  });
});

test("a provider's own failure is not passed on", async () => {
  const apiKey = () => Promise.reject(new Error(secrets.key));
  const { things } = client([], { apiKey });
  const error = await things.retrieve("x").then(String, (reason) => show(reason));
  expect(error).toContain("the apiKey function failed");
  expect(error).not.toContain(secrets.key);
});

test("the body and the headers of an answer can be asked for by name", async () => {
  const { things } = client([fault(404, secrets.answerBody)]);
  const error = await failureOf(things.retrieve("x"));
  expect(error.body).toMatchObject({ error: { message: secrets.answerBody } });
  expect(error.headers?.get("content-type")).toBe("application/json");
});

function show(value: unknown): string {
  return `${inspect(value, { depth: 10, showHidden: true })}\n${JSON.stringify(value)}\n${String(value)}`;
}
