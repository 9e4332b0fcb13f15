// Writes the version of package.json where the clients read theirs. Run by `npm run changeset:version`, from the project's root.
import { readFileSync, writeFileSync } from "node:fs";

const file = "src/runtime/version.ts";
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
writeFileSync(file, readFileSync(file, "utf8").replace(/VERSION = "[^"]*"/, `VERSION = ${JSON.stringify(version)}`));
