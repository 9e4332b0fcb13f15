import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { apiWith } from "../../scripts/apis.js";
import { regenerateApis } from "../../scripts/regenerate/regenerate-apis.js";
import type { RegenerateResult } from "../../scripts/regenerate/result.js";
import { temporaryFolder } from "../support/temporary-project.js";

export interface WhopRun {
  readonly result: RegenerateResult;
  /** The folder of the report. */
  readonly out: string;
  /** A file of the report. */
  readonly read: (name: string) => Promise<string>;
}

export interface WhopRunOptions {
  readonly acceptLoss?: boolean;
  readonly check?: boolean;
  readonly tests?: boolean;
  /** Of an earlier run. */
  readonly out?: string;
}

/** Regenerates Whop in a project from a document, as the command does, in this process; without check and tests unless told. */
export async function regenerateWhop(
  root: string,
  upstream: string,
  { acceptLoss = true, check = false, tests = false, out: given }: WhopRunOptions = {},
): Promise<WhopRun> {
  const document = join(await temporaryFolder({ "upstream.yaml": upstream }), "upstream.yaml");
  const out = given ?? (await temporaryFolder({}));
  const result = await regenerateApis({
    root,
    apis: [apiWith("whop")],
    from: { api: apiWith("whop"), document },
    base: undefined,
    out,
    date: "2026-02-01",
    acceptLoss,
    verify: { check, tests, testFiles: [] },
    stepSummary: undefined,
  });
  return { result, out, read: (name) => readFile(join(out, name), "utf8") };
}
