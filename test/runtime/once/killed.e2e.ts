import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../support/paths.js";
import { randomFrom } from "../../support/random.js";
import { type Backend, type BackendName, connectBackend, type Effect } from "./backend.js";
import { initdb, redisServer, startPostgres, startRedis, type TestServer } from "./servers.js";
import { storeContract } from "./store-contract.js";
import { STEPS, type Step } from "./worker-steps.js";

const DELIVERIES = 200;
const PROCESSES = 3;
const AT_ONCE = 20;
/** @unit seconds */
const LEASE = 2;

const servers: { name: BackendName; installed: boolean; start: () => Promise<TestServer> }[] = [
  { name: "redis", installed: redisServer !== undefined, start: startRedis },
  { name: "postgres", installed: initdb !== undefined, start: startPostgres },
];

for (const { name, installed, start } of servers) {
  if (!installed) console.log(`${name}: not installed, its tests are left out`);
  describe.skipIf(!installed)(name, () => {
    let server: TestServer;
    let backend: Backend;
    const folder = mkdtempSync(join(tmpdir(), "once-"));
    const script = join(folder, "worker.mjs");
    const deaths = join(folder, "deaths.txt");

    beforeAll(async () => {
      server = await start();
      backend = await connectBackend(name, server.port);
      await backend.prepare();
      const entryPoints = [join(ROOT, "test/runtime/once/worker.ts")];
      await build({ entryPoints, outfile: script, bundle: true, platform: "node", format: "esm", logLevel: "error" });
    });
    afterAll(async () => {
      backend?.close();
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    storeContract(() => backend.store, sleep, 0.5);

    test(`${DELIVERIES} deliveries over ${PROCESSES} processes that are killed at every step`, async () => {
      await backend.prepare();
      const seed = Number(process.env.ONCE_SEED ?? Math.floor(Math.random() * 2 ** 31));
      const random = randomFrom(seed);
      const receivers = Array.from(
        { length: PROCESSES },
        () => new Receiver(script, [name, String(server.port), String(LEASE), deaths]),
      );
      const statuses = new Map<number, number>();
      const someone = (): Receiver => receivers[Math.floor(random() * PROCESSES)]!;
      const deliver = async (index: number): Promise<void> => {
        const id = `msg_${index}`;
        const send = async (step: Step): Promise<number> => {
          const status = await someone().deliver(id, step);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          return status;
        };
        // The sender may come twice at the same time.
        let results = await Promise.all([
          send(STEPS[index % STEPS.length]!),
          ...(random() < 0.3 ? [send("nothing")] : []),
        ]);
        for (let attempt = 1; !results.includes(200); attempt++) {
          await sleep(0.1 + random() * 0.3);
          results = [await send(attempt <= 3 ? STEPS[(index + 2 * attempt) % STEPS.length]! : "nothing")];
        }
      };
      try {
        const left = Array.from({ length: DELIVERIES }, (_, index) => index);
        const lane = async (): Promise<void> => {
          for (let index = left.shift(); index !== undefined; index = left.shift()) await deliver(index);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, lane));
        const before = await backend.effects();
        // All are known to all: whoever asks again is told so, and nothing happens.
        for (const receiver of receivers)
          for (let index = 0; index < DELIVERIES; index++)
            expect(await receiver.deliver(`msg_${index}`, "nothing")).toBe(200);
        const effects = await backend.effects();
        expect(effects).toHaveLength(before.length);
        const kept = readFileSync(deaths, "utf8").trim().split("\n");
        const bySteps = STEPS.slice(0, 7).map((step) => [step, kept.filter((line) => line === step).length] as const);
        const kills = receivers.reduce((sum, receiver) => sum + receiver.kills, 0);
        const doubles = effects.length - new Set(effects.map(({ id }) => id)).size;
        console.log(
          `${name}: seed ${seed}, ${kills} kills, ${effects.length} effects, ${doubles} of them repeated, lapsed ${effects.filter(({ holder, token }) => holder !== token).length}, statuses ${JSON.stringify([...statuses])}, killed at ${JSON.stringify(bySteps)}`,
        );
        expect(faultsIn(effects)).toEqual([]);
        for (const [step, count] of bySteps) expect(count, step).toBeGreaterThan(0);
        expect(doubles).toBeGreaterThan(0);
      } finally {
        for (const receiver of receivers) receiver.stop();
      }
    });
  });
}

test("the checker finds what must not be", () => {
  const one = (id: string, token: string, at: number, holder: string | null = token): Effect => ({
    id,
    token,
    holder,
    at,
    left: 100,
  });
  const all = Array.from({ length: DELIVERIES }, (_, index) => one(`msg_${index}`, "t", 0));
  expect(faultsIn(all)).toEqual([]);
  expect(faultsIn([...all, one("msg_3", "u", 100)])).toEqual([]);
  expect(faultsIn(all.slice(1))).toEqual(["msg_0: no effect"]);
  expect(faultsIn([...all, one("msg_3", "u", 99)])).toEqual(["msg_3: u had an effect while the claim of t lived"]);
  expect(faultsIn([...all, one("msg_3", "u", 500, "done")])).toEqual(["msg_3: u had an effect after it was done"]);
  expect(faultsIn([...all, one("msg_3", "u", 500, "v")])).toEqual(["msg_3: u had an effect beside v's claim"]);
});

/** From what the server saw at each effect. It knows nothing of how claims are made. */
function faultsIn(effects: readonly Effect[]): string[] {
  const faults: string[] = [];
  for (let index = 0; index < DELIVERIES; index++) {
    const id = `msg_${index}`;
    const own = effects.filter((effect) => effect.id === id);
    if (own.length === 0) faults.push(`${id}: no effect`);
    own.forEach(({ token, holder, at }, position) => {
      if (holder === "done") faults.push(`${id}: ${token} had an effect after it was done`);
      // Nobody's: the lease was over before the effect, since the process stood still. No claim lives then.
      else if (holder !== token && holder !== null)
        faults.push(`${id}: ${token} had an effect beside ${holder}'s claim`);
      for (const earlier of own.slice(0, position))
        if (earlier.holder === earlier.token && at < earlier.at + earlier.left)
          faults.push(`${id}: ${token} had an effect while the claim of ${earlier.token} lived`);
    });
  }
  return faults;
}

/** A process that receives deliveries, and another one in its place each time it is killed. */
class Receiver {
  readonly #script: string;
  readonly #args: readonly string[];
  readonly #waiting = new Map<number, (status: number) => void>();
  #child: ChildProcess | undefined;
  #ready: Promise<unknown> = Promise.resolve();
  #number = 0;
  #stopped = false;
  kills = 0;

  constructor(script: string, args: readonly string[]) {
    this.#script = script;
    this.#args = args;
    this.#start();
  }

  /** The status, or 0 when the connection broke. */
  async deliver(id: string, step: Step): Promise<number> {
    await this.#ready;
    const number = ++this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#child!.send({ number, id, step }, (error) => {
        if (error) this.#settle(number, 0);
      });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#child?.kill("SIGKILL");
  }

  #start(): void {
    const child = fork(this.#script, this.#args, { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#child = child;
    this.#ready = new Promise((resolve) => {
      child.on("message", (message: { ready?: true; number: number; status: number }) => {
        if (message.ready) resolve(undefined);
        else this.#settle(message.number, message.status);
      });
    });
    child.once("exit", (_code, signal) => {
      if (this.#stopped) return;
      if (signal === "SIGKILL") this.kills++;
      for (const number of [...this.#waiting.keys()]) this.#settle(number, 0);
      this.#start();
    });
  }

  #settle(number: number, status: number): void {
    this.#waiting.get(number)?.(status);
    this.#waiting.delete(number);
  }
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
