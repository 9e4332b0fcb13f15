import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../..", import.meta.url));

export interface Clone {
  readonly root: string;
  /** Runs git in the clone and gives what it says. */
  readonly git: (...args: string[]) => string;
  /** What `git status` lists. */
  readonly status: () => string;
  /** Back to the commit, with nothing beside it. */
  readonly reset: () => void;
  readonly remove: () => Promise<void>;
}

/**
 * This project as it stands, uncommitted work included, in a clone with one commit on `main`, pushed to a bare repository that is its
 * remote `origin`. Its packages are this project's.
 */
export async function cloneProject(): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), "clone-"));
  const root = join(folder, "project");
  const git = (...args: string[]) => run(root, ...args);
  run(home, "clone", "-q", home, root);
  const listed = run(home, "ls-files", "-z", "--modified", "--others", "--exclude-standard").split("\0");
  for (const path of listed.filter((name) => name !== "")) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    // What is modified may also be gone.
    await cp(join(home, path), join(root, path)).catch(() => rm(join(root, path), { force: true }));
  }
  await symlink(join(home, "node_modules"), join(root, "node_modules"));
  await writeFile(join(root, ".git/info/exclude"), "node_modules\n");
  run(folder, "init", "-q", "--bare", "-b", "main", "remote.git");
  git("config", "user.name", "Test");
  git("config", "user.email", "test@example.test");
  git("remote", "set-url", "origin", join(folder, "remote.git"));
  git("checkout", "-q", "-B", "main");
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", "As it stands");
  git("push", "-q", "origin", "main");
  return {
    root,
    git,
    status: () => git("status", "--porcelain"),
    reset: () => {
      git("checkout", "-q", "-f", "main");
      git("clean", "-fdq");
      git("clean", "-fdxq", ".regenerate", ".regenerate.state");
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function run(cwd: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}
