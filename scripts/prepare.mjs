// `prepare` of package.json: builds `dist/` where npm installs the package from a git repository.
//
// npm clones the repository, installs the development dependencies, runs this script and packs the result. In a clone for
// development nothing is built: `npm ci` must be quick, and must work while `generated/` is broken. The two differ in where npm was
// started.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const startedAt = relative(root, process.env.INIT_CWD ?? process.cwd());
const startedOutside = startedAt.startsWith("..") || isAbsolute(startedAt);

if (startedOutside && !existsSync(`${root}node_modules/esbuild`)) {
  // A folder that is installed as a link, and was never set up.
  console.error(
    `disputekit: dist/ was not built, the development dependencies are missing. In ${root}: npm ci && npm run build`,
  );
} else if (startedOutside) {
  const { status } = spawnSync(process.execPath, ["scripts/run.mjs", "build"], { cwd: root, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
