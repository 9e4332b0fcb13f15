import { appendFileSync } from "node:fs";
import { handleOnce } from "../../../src/runtime/once/handle-once.js";
import type { ReplayStore } from "../../../src/runtime/once/replay-store.js";
import { type BackendName, connectBackend } from "./backend.js";
import type { Delivery, Step } from "./worker-steps.js";

/** A receiver of webhooks: `delivery` comes by IPC, the status goes back. It kills itself with SIGKILL where it is told to. */
const [, , name, port, lease, deaths] = process.argv;
const backend = await connectBackend(name as BackendName, Number(port));

process.on("message", async ({ number, id, step }: Delivery) => {
  process.send!({ number, status: await receive(id, step) });
});
process.send!({ ready: true });

async function receive(id: string, step: Step): Promise<number> {
  let token = "";
  const { store } = backend;
  const watched: ReplayStore = {
    ...store,
    async claim(...args) {
      token = args[1];
      const state = await dieAround(step, "before claim", "claim sent", () => store.claim(...args));
      if (step === "claimed") die(step);
      return state;
    },
    async done(...args) {
      const recorded = await dieAround(step, undefined, "done sent", () => store.done(...args));
      if (step === "done") die(step);
      return recorded;
    },
  };
  try {
    const handle = async (): Promise<void> => {
      if (step === "handler throws") throw new Error("handler");
      await dieAround(step, undefined, "effect sent", () => backend.effect(id, token));
      if (step === "effect had") die(step);
    };
    await handleOnce(watched, id, handle, { lease: Number(lease), onStoreError: () => {} });
    return 200;
  } catch (error) {
    return (error as { status?: number }).status ?? 500;
  }
}

async function dieAround<T>(step: Step, before: Step | undefined, sent: Step, run: () => Promise<T>): Promise<T> {
  if (step === before) die(step);
  const running = run();
  if (step === sent) setTimeout(() => die(step), 1);
  return running;
}

function die(step: Step): never {
  appendFileSync(deaths!, `${step}\n`);
  process.kill(process.pid, "SIGKILL");
  throw new Error("it is dead");
}
