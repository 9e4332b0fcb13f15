import { expect, test } from "vitest";
import { openTelemetry, type SpanStarter } from "../../../src/runtime/index.js";
import { client, fault, json, networkError } from "../support.js";

function recorder(): { tracer: SpanStarter; spans: unknown[] } {
  const spans: unknown[] = [];
  return {
    spans,
    tracer: {
      startSpan(name, { kind, attributes }) {
        const span = { name, kind, attributes: { ...attributes }, status: 0, ended: 0 };
        spans.push(span);
        return {
          setAttribute: (key, value) => (span.attributes[key] = value),
          setStatus: ({ code }) => (span.status = code),
          end: () => span.ended++,
        };
      },
    },
  };
}

const start = {
  "http.request.method": "GET",
  "url.template": "/things/{id}",
  "url.full": "https://api.things.test/v1/things/x",
  "server.address": "api.things.test",
  "server.port": 443,
  "openapi.operation_id": "retrieveThing",
};

test.each([
  ["a success", [json({})], { "http.response.status_code": 200 }, 0],
  [
    "a success after a repeat",
    [fault(500), json({})],
    { "http.response.status_code": 200, "http.request.resend_count": 1 },
    0,
  ],
  ["a failure", [fault(404)], { "http.response.status_code": 404, "error.type": "404" }, 2],
  ["no answer", [networkError("ECONNRESET")], { "error.type": "APIConnectionError" }, 2],
])("%s is one span", async (_name, answers, end, status) => {
  const { tracer, spans } = recorder();
  const { things } = client(answers, {
    tracing: openTelemetry(tracer),
    defaultQuery: { q: "secret" },
    maxRetries: answers.length - 1,
  });
  await things.retrieve("x").catch(() => {});
  expect(spans).toEqual([{ name: "GET /things/{id}", kind: 2, attributes: { ...start, ...end }, status, ended: 1 }]);
});
