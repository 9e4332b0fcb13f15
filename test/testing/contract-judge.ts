import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { contractFile } from "../support/paths.js";

/** What is wrong with a value, by its schema; empty for nothing. */
export type Judge = (schema: unknown, value: unknown) => string[];

/** Judges by another validator than the mock's own, and by the contract's file, not by what the mock reads. */
export function contractJudge(id: string): Judge {
  const document = parse(readFileSync(contractFile(id), "utf8"));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv
    .addFormat("binary", true)
    .addFormat("decimal", /^-?\d+(\.\d+)?$/)
    .addFormat("float", true);
  ajv.addSchema({ $id: "contract", components: document.components });
  const compiled = new Map<string, ValidateFunction>();
  return (schema, value) => {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/');
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}
