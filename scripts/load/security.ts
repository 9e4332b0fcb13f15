import type { OpenApiDocument, SecurityRequirement, SecurityScheme } from "./openapi.js";

/** One of the ways to authenticate a request. */
export interface SecurityAlternative {
  /** Names of the schemes that are needed together, in alphabetical order. None: no credentials are needed. */
  readonly schemes: readonly string[];
  /** What goes out for each: `bearer`, `basic`, or in words what this generator's clients cannot send. */
  readonly sent: readonly string[];
  /** Permissions that are needed together, in alphabetical order. */
  readonly scopes: readonly string[];
}

/** The alternatives that a list of security requirements names. */
export function readAlternatives(
  document: OpenApiDocument,
  requirements: readonly SecurityRequirement[],
): SecurityAlternative[] {
  const known = document.components?.securitySchemes ?? {};
  return requirements.map((requirement) => {
    const schemes = Object.keys(requirement).sort();
    return {
      schemes,
      sent: schemes.map((name) => sentBy(Object.hasOwn(known, name) ? known[name] : undefined)),
      scopes: [...new Set(Object.values(requirement).flat())].sort(),
    };
  });
}

function sentBy(scheme: SecurityScheme | undefined): string {
  switch (scheme?.type) {
    case "http":
      return scheme.scheme?.toLowerCase() ?? "http";
    case "oauth2":
    case "openIdConnect":
      return "bearer";
    case "apiKey":
      return `apiKey in ${scheme.in} ${JSON.stringify(scheme.name)}`;
    default:
      return scheme?.type ?? "undeclared";
  }
}
