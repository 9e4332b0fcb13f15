// Why a document could not even be compared, in one line, from the result of `npm run regenerate`: `node reason-of.mjs result.json`.
import { existsSync, readFileSync } from "node:fs";

const [file = ""] = process.argv.slice(2);
const result = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
const message = result.failure?.message ?? "The run ended without a result.";
console.log(message.replaceAll(/\s+/g, " ").trim().slice(0, 700));
