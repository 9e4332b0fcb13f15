import type { CallTask, Subject } from "./caller.js";
import { atMost, median, medianRatio, type Row } from "./report.js";
import { nextMessage, startProcess, startWorker } from "./worker.js";

const ROUNDS = 7;
const PEERS = ["sdk", "fetch", "openapi-fetch"] as const;
const STUB_CALLS = 3_000;
const LOOPBACK_CALLS = 800;

/** CPU time of a call, user and system, of the calling process alone. */
export async function measureCalls(consumer: string): Promise<readonly Row[]> {
  const server = startProcess("./server.ts", []);
  const address = String(await nextMessage(server));
  const workers = (["ours", ...PEERS] as const).map((subject) => ({
    subject,
    worker: startWorker<CallTask, number>("./caller.ts", [subject, consumer]),
  }));
  const compare = async (task: CallTask): Promise<Record<Subject, number[]>> => {
    const figures: Record<Subject, number[]> = { ours: [], sdk: [], fetch: [], "openapi-fetch": [] };
    for (const { worker } of workers) await worker.run(task);
    for (let round = 0; round < ROUNDS; round += 1) {
      const turn = round % 2 === 0 ? workers : [...workers].reverse();
      for (const { subject, worker } of turn) figures[subject].push(await worker.run(task));
    }
    return figures;
  };
  try {
    return [
      ...toRows("stub fetch", await compare({ calls: STUB_CALLS, inFlight: 1 }), { sdk: 0.6 }),
      ...toRows("loopback, 1 in flight", await compare({ calls: LOOPBACK_CALLS, inFlight: 1, server: address }), {
        fetch: 1.15,
      }),
      ...toRows("loopback, 32 in flight", await compare({ calls: LOOPBACK_CALLS, inFlight: 32, server: address }), {
        fetch: 1.15,
      }),
    ];
  } finally {
    for (const { worker } of workers) worker.stop();
    server.disconnect();
  }
}

function toRows(
  what: string,
  figures: Record<Subject, readonly number[]>,
  aims: Partial<Record<Subject, number>>,
): readonly Row[] {
  return PEERS.map((peer) => {
    const aim = aims[peer];
    return {
      what,
      ours: median(figures.ours),
      peer: { name: peer, figure: median(figures[peer]) },
      unit: "us",
      ratio: medianRatio(figures.ours, figures[peer]),
      aim: aim === undefined ? undefined : atMost(aim),
    };
  });
}
