import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TinyPostgres } from "./tiny-postgres.js";
import { TinyRedis } from "./tiny-redis.js";

/** A server of this test alone, on 127.0.0.1, with its data in a temporary folder. */
export interface TestServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Debian's places, and the path. */
export const redisServer: string | undefined = find(["/usr/bin", "/usr/local/bin"], "redis-server");
const postgresFolders = existsSync("/usr/lib/postgresql")
  ? readdirSync("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin`)
  : [];
export const initdb: string | undefined = find([...postgresFolders, "/usr/local/bin", "/usr/bin"], "initdb");

export async function startRedis(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const port = await freePort();
  const child = spawn(redisServer!, ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder, "--save", ""], {
    stdio: "ignore",
  });
  await until(async () => (await TinyRedis.connect(port)).close());
  return { port, stop: () => end(child, "SIGTERM", folder) };
}

export async function startPostgres(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const data = join(folder, "data");
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { cwd: folder, stdio: "ignore", ...user } as const;
  execFileSync(initdb!, ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], options);
  const port = await freePort();
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`, "-c", "fsync=off"];
  const child = spawn(initdb!.replace(/initdb$/, "postgres"), ["-D", data, "-p", String(port), ...settings], options);
  await until(async () => (await TinyPostgres.connect(port)).close());
  return { port, stop: () => end(child, "SIGINT", folder) };
}

function find(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Of the user that Debian's package makes. */
function idOf(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function until(works: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await works();
    } catch (error) {
      if (attempt === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  const gone = new Promise((resolve) => child.once("close", resolve));
  if (child.exitCode === null && child.kill(signal)) await gone;
  rmSync(folder, { recursive: true, force: true });
}
