import { describe, expect, test } from "vitest";
import { ConfigurationError, InvalidRequestError } from "../../../src/runtime/index.js";
import { checkBaseURL, checkOrigin } from "../../../src/runtime/settings/origin.js";

describe("baseURL", () => {
  test.each([
    ["https://x.test", "https://x.test", "https://x.test/"],
    ["https://X.test:443/v1//", "https://x.test/v1", "https://x.test/"],
    ["http://localhost", "http://localhost", "http://localhost/"],
    ["http://app.localhost:80/", "http://app.localhost", "http://app.localhost/"],
    ["http://127.10.200.30:1/a", "http://127.10.200.30:1/a", "http://127.10.200.30:1/"],
    ["http://[::1]", "http://[::1]", "http://[::1]/"],
  ])("%s", (text, baseURL, origin) => {
    expect(checkBaseURL(text)).toEqual({ baseURL, origin });
  });

  test.each([
    "http://xlocalhost",
    "http://localhost.x",
    "http://localhosts",
    "http://intern.test",
    "http://128.0.0.1",
    "http://127.0.0.1.test",
    "http://[::1:1]",
    "http://[::11]",
  ])("%s is not this machine, and must be encrypted", (text) => {
    const message = "baseURL must be https:, not http: (see dangerouslyAllowHttp)";
    expect(() => checkBaseURL(text)).toThrow(new ConfigurationError(message));
    expect(checkBaseURL(text, true).baseURL).toBe(text);
  });

  test.each(["", "x.test", "/v1", "https://u@x.test", "https://u:p@x.test", "https://x.test?a", "https://x.test#a"])(
    "%j is refused",
    (text) => {
      const message = "baseURL must be an absolute URL without credentials, query or fragment";
      expect(() => checkBaseURL(text, true)).toThrow(new ConfigurationError(message));
    },
  );
});

test.each([
  ["https://x.test/", true],
  ["https://x.test/a", true],
  ["https://x.test.evil.test/a", false],
  ["https://x.test:444/a", false],
  ["https://x.test@evil.test/a", false],
  ["https://evil.test/https://x.test/", false],
  ["http://x.test/", false],
])("requests to %s: %s", (url, isAllowed) => {
  const check = () => checkOrigin(url, "https://x.test/");
  if (isAllowed) return expect(check).not.toThrow();
  const message = "the address is outside of the client's baseURL, where its credentials must not go";
  expect(check).toThrow(new InvalidRequestError(message));
});
