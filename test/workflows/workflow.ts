import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../support/paths.js";

/** A workflow file as GitHub reads it, as far as the tests look at it. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

export type Permissions = Readonly<Record<string, string>>;

export interface Job {
  readonly permissions?: Permissions;
  readonly environment?: string;
  readonly needs?: string | readonly string[];
  readonly strategy?: { readonly matrix: Readonly<Record<string, string>> };
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

const FOLDER = join(ROOT, ".github/workflows");

export const WORKFLOWS: readonly string[] = readdirSync(FOLDER);

export function workflowText(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

export function readWorkflow(text: string): Workflow {
  return parse(text);
}

/** @throws Error when the job has no such step */
export function stepOf({ jobs }: Workflow, job: string, name: string): Step & { readonly run: string } {
  const step = jobs[job]?.steps.find((one) => one.name === name);
  if (step?.run === undefined) throw new Error(`the job ${job} runs no step "${name}"`);
  return { ...step, run: step.run };
}
