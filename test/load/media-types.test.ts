import { expect, test } from "vitest";
import { isJsonType, isMultipartForm } from "../../scripts/load/media-types.js";

test.each([
  ["application/json", true],
  ["Application/JSON", true],
  ["application/json; charset=utf-8", true],
  ["application/json ;charset=utf-8", true],
  ["application/problem+json", true],
  ["application/vnd.api+json;version=1", true],
  ["text/json", true],
  ["application/json-seq", false],
  ["application/jsonp", false],
  ["application/x-ndjson", false],
  ["text/plain; format=application/json", false],
  ["text/plain; x=a+json", false],
  ["application/xml", false],
  ["*/*", false],
  ["", false],
])("%j is JSON: %s", (mediaType, want) => {
  expect(isJsonType(mediaType)).toBe(want);
});

test.each([
  ["multipart/form-data", true],
  ["Multipart/Form-Data; boundary=x", true],
  ["multipart/mixed", false],
  ["multipart/form-data-x", false],
  ["application/x-www-form-urlencoded", false],
])("%j is a multipart form: %s", (mediaType, want) => {
  expect(isMultipartForm(mediaType)).toBe(want);
});
