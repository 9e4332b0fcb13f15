import { execFileSync } from "node:child_process";
import { temporaryFolder } from "../support/temporary-project.js";

/** A contract of Whop's that is generated in an instant. */
export const smallContract = contractOf(["listThings", "retrieveThing"]);

/** The same with one operation more. */
export const grownContract = contractOf(["listThings", "retrieveThing", "deleteThing"]);

/** Another one, with less. */
export const otherContract = contractOf(["listThings"]);

/** The overlays of Whop's row in `apis.ts`, each with one action. */
const overlay = (title: string, word: string) =>
  JSON.stringify({
    overlay: "1.0.0",
    info: { title, version: "1" },
    actions: [{ target: "$.info", description: "A fact.", update: { [`x-${word}`]: word } }],
  });

/** The contract and its overlays, by their paths in a project. */
export const smallSpecs: Readonly<Record<string, string>> = {
  "specs/whop/overlay.yaml": overlay("Corrections", "corrected"),
  "specs/whop/fields.overlay.yaml": overlay("Fields", "fields"),
  "specs/whop/docs.overlay.yaml": overlay("Descriptions", "described"),
  "specs/whop/openapi.yaml": smallContract,
};

/**
 * A project with a small contract, in a git repository when asked for. Its `npm run check` and tests are programs that pass, or
 * fail when the file `broken` is there.
 */
export async function smallProject({ git }: { readonly git: boolean }): Promise<string> {
  const command = 'import { existsSync } from "node:fs"; process.exitCode = existsSync("broken") ? 1 : 0;\n';
  const root = await temporaryFolder({
    ...smallSpecs,
    "scripts/run.mjs": command,
    "node_modules/vitest/vitest.mjs": command,
    ".gitignore": ".regenerate*/\nnode_modules/\n",
  });
  if (git) commitAll(root);
  return root;
}

export function commitAll(root: string): void {
  execFileSync("git", ["init", "-q", "-b", "main"], { cwd: root });
  execFileSync("git", ["add", "-A"], { cwd: root });
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.test"];
  execFileSync("git", [...who, "commit", "-q", "-m", "State"], { cwd: root });
}

function contractOf(operationIds: readonly string[]): string {
  const places: Readonly<Record<string, readonly [string, string]>> = {
    listThings: ["/things", "get"],
    retrieveThing: ["/things/{id}", "get"],
    deleteThing: ["/things/{id}", "delete"],
  };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operationId of operationIds) {
    const [path, verb] = places[operationId] ?? ["", ""];
    const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
    const schema = { $ref: "#/components/schemas/Thing" };
    paths[path] = {
      ...paths[path],
      [verb]: {
        operationId,
        tags: ["Things"],
        ...(path.includes("{id}") && { parameters: [id] }),
        responses: { "200": { description: "Good", content: { "application/json": { schema } } } },
      },
    };
  }
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Small", version: "1" },
    servers: [{ url: "https://api.example.test" }],
    security: [{ bearerAuth: [] }],
    tags: [{ name: "Things" }],
    paths,
    components: {
      securitySchemes: { bearerAuth: { type: "http", scheme: "bearer" } },
      schemas: { Thing: { type: "object", required: ["id"], properties: { id: { type: "string" } } } },
    },
  });
}
