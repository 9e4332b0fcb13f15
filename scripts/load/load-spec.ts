import { SpecError } from "../diagnostics.js";
import { checkExtensions } from "./check-extensions.js";
import { checkIntegers } from "./check-integers.js";
import { checkOperations } from "./check-operations.js";
import { checkRefs, findLocalRefs } from "./check-refs.js";
import { checkWidth, refuseTooMany } from "./check-width.js";
import { Findings } from "./findings.js";
import type { OpenApiDocument } from "./openapi.js";
import { lineFinder, parseYaml } from "./parse-yaml.js";
import type { Spec } from "./spec.js";
import { validateDocument } from "./validate-document.js";

/**
 * A contract as its file has it, wholly checked. Reads no file and no network.
 *
 * Where overlays follow, use {@link parseSpec}: they may repair what this refuses, and `applyOverlays` checks what results.
 *
 * @throws SpecError with a code that begins with `load/`, the JSON pointer and the line
 */
export function loadSpec(file: string, text: string): Spec {
  return checkSpec(parseSpec(file, text));
}

/**
 * A contract that is OpenAPI 3.0 or 3.1 by its own word and refers to nothing outside of itself. Nothing else is checked yet.
 *
 * @throws SpecError what `parseYaml` throws, and `load/not-an-object`, `load/unsupported-version`, `load/external-ref`,
 * `load/unsupported-ref`
 */
export function parseSpec(file: string, text: string): Spec {
  const data = parseYaml(file, text);
  const lineOf = lineFinder(file, text);
  return located({ file, lineOf }, () => {
    const document = openApiDocument(data);
    findLocalRefs(document);
    return { file, document, lineOf };
  });
}

/**
 * The same spec, of which everything is checked that later stages rely on.
 *
 * @throws SpecError what {@link checkDocument} throws, with the line
 */
export function checkSpec(spec: Spec): Spec {
  return located(spec, () => {
    checkDocument(spec.document);
    return spec;
  });
}

/**
 * Every check, in the order in which each can rely on those before it: version, references, OpenAPI's schema, extensions, operations.
 *
 * @throws SpecError what `findLocalRefs`, `checkRefs`, `validateDocument`, `checkExtensions`, `checkIntegers` and `checkOperations` throw, by pointer alone
 */
export function checkDocument(data: unknown): void {
  const document = openApiDocument(data);
  const refs = findLocalRefs(document);
  const findings = new Findings();
  findings.try(() => checkRefs(document, refs));
  findings.try(() => validateDocument(document));
  if (findings.isEmpty) findings.try(() => checkWidth(document));
  // Before the operations: a comparison goes on without what is wrong with these.
  findings.try(() => checkExtensions(document));
  findings.try(() => checkIntegers(document));
  if (findings.isEmpty) findings.try(() => checkOperations(document));
  findings.done();
}

/** @throws SpecError `load/not-an-object`, `load/unsupported-version`, `load/unsupported-dialect`, `load/too-wide` */
function openApiDocument(data: unknown): OpenApiDocument {
  if (data === null || typeof data !== "object" || Array.isArray(data)) {
    const what = `The document is ${Array.isArray(data) ? "a list" : `the value ${JSON.stringify(data)?.slice(0, 40)}`}.`;
    throw new SpecError(
      "load/not-an-object",
      "",
      what,
      "An OpenAPI document is a mapping that begins with `openapi:`.",
    );
  }
  const { openapi, swagger } = data as { openapi?: unknown; swagger?: unknown };
  if (typeof openapi === "string" && /^3\.[01]\.\d+$/.test(openapi)) {
    refuseDialect((data as { jsonSchemaDialect?: unknown }).jsonSchemaDialect);
    refuseTooMany(data as Record<string, unknown>);
    return data as OpenApiDocument;
  }
  throw unsupportedVersion(openapi, swagger);
}

function refuseDialect(dialect: unknown): void {
  if (typeof dialect !== "string" || DIALECTS.test(dialect)) return;
  throw new SpecError(
    "load/unsupported-dialect",
    "/jsonSchemaDialect",
    `The dialect ${JSON.stringify(dialect)} is not supported; that of OpenAPI 3.1 is.`,
    "Write the schemas in it, and remove the field.",
  );
}

const DIALECTS = /^https:\/\/(?:spec\.openapis\.org\/oas\/3\.1\/dialect\/|json-schema\.org\/draft\/2020-12\/schema)/;

function unsupportedVersion(openapi: unknown, swagger: unknown): SpecError {
  const code = "load/unsupported-version";
  if (openapi === undefined && swagger !== undefined) {
    const remedy = "Convert it to OpenAPI 3 first, for example with `npx swagger2openapi`.";
    return new SpecError(code, "/swagger", `The document is Swagger ${String(swagger)}, not OpenAPI 3.`, remedy);
  }
  if (openapi === undefined) {
    const what = "The document has no field `openapi`.";
    return new SpecError(code, "", what, "Check that this is an OpenAPI document; it begins with `openapi: 3.1.0`.");
  }
  const what = `The version ${JSON.stringify(openapi)} is not supported; 3.0.x and 3.1.x are.`;
  const remedy =
    typeof openapi !== "string"
      ? "Quote all three parts: '3.1.0'."
      : /^3\.2\.\d+$/.test(openapi)
        ? "Write 3.1.0 in an own copy if it uses nothing that 3.2 has added."
        : "Use a document of one of these versions.";
  return new SpecError(code, "/openapi", what, remedy);
}

/** Adds the file and line to what `check` throws. */
function located<Result>({ file, lineOf }: Pick<Spec, "file" | "lineOf">, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    throw error instanceof SpecError ? error.map((one) => one.at(file, lineOf(one.place.pointer))) : error;
  }
}
