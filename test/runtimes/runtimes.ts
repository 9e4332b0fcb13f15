import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { binaries } from "./peers.js";
import type { Settings } from "./script.js";

/** A runtime, and how the script is started on it. */
export interface Runtime {
  readonly id: string;
  readonly name: string;
  /** `undefined` where there is none for this machine. */
  readonly binary: string | undefined;
  /** Whether it says that a connection was refused: see `Settings`. */
  readonly tellsRefusal: boolean;
  /** Whether it repeats requests by itself: see `Settings`. */
  readonly repeatsItself: boolean;
  /** Whether its process ends with the script, if nothing is left open. */
  readonly ends: boolean;
  /** Writes what it needs beside the script, and gives the arguments of its binary. */
  readonly start: (place: Place) => Promise<readonly string[]>;
}

/** Where a run happens. */
export interface Place {
  /** Its own, with the bundled script in `script.js`. */
  readonly folder: string;
  readonly settings: Settings;
  /** The address of a page that runs the script. */
  readonly page: string;
}

/** A module that runs the script at once: what a program for Node, Deno, Bun or a page would be. */
export function mainModule(settings: Settings): string {
  return `import { prepare } from "./script.js";\nawait prepare(${JSON.stringify(settings)})();\n`;
}

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
const told = { tellsRefusal: true, repeatsItself: false, ends: true };

export const runtimes: readonly Runtime[] = [
  { id: "node20", name: "Node", binary: binaries?.node20, ...told, start: writeMain },
  { id: "node22", name: "Node", binary: binaries?.node22, ...told, start: writeMain },
  { id: "node24", name: "Node", binary: binaries?.node24, ...told, start: writeMain },
  { id: "deno", name: "Deno", binary: binaries?.deno, ...told, start: startDeno },
  { id: "bun", name: "Bun", binary: binaries?.bun, ...told, start: writeMain },
  {
    id: "workerd",
    name: "workerd",
    binary: binaries?.workerd,
    tellsRefusal: false,
    repeatsItself: false,
    ends: true,
    start: startWorkerd,
  },
  {
    id: "chromium",
    name: "Chromium",
    binary: existsSync(chromium) ? chromium : undefined,
    tellsRefusal: false,
    // On a connection that served before; a page has no way to stop it.
    repeatsItself: true,
    ends: false,
    start: startChromium,
  },
];

async function writeMain({ folder, settings }: Place): Promise<string[]> {
  await writeFile(join(folder, "main.js"), mainModule(settings));
  return ["main.js"];
}

/** With the one right that a client needs: not the environment, not the disk. */
async function startDeno(place: Place): Promise<string[]> {
  return ["run", "--no-prompt", "--no-config", "--allow-net=127.0.0.1", ...(await writeMain(place))];
}

/** A module worker. The clients are made when it is loaded, the script runs as its `test` handler. */
async function startWorkerd({ folder, settings }: Place): Promise<string[]> {
  const worker = `import { prepare } from "./script.js";\nexport default { test: prepare(${JSON.stringify(settings)}) };\n`;
  await writeFile(join(folder, "worker.js"), worker);
  await writeFile(join(folder, "config.capnp"), workerdConfig);
  return ["test", "config.capnp"];
}

/** Workers reach public addresses only, unless told otherwise. */
const workerdConfig = `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
);

const worker :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "script.js", esModule = embed "script.js"),
  ],
  compatibilityDate = "2026-01-01",
);
`;

async function startChromium({ folder, page }: Place): Promise<string[]> {
  return [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--user-data-dir=${join(folder, "profile")}`,
    page,
  ];
}
