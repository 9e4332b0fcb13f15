import type { CallTask, Subject } from "./caller.js";
import { atMost, median, medianRatio, type Row } from "./report.js";
import { nextMessage, startProcess, startWorker } from "./worker.js";

const ROUNDS = 9;
const PEERS = ["sdk", "fetch", "openapi-fetch"] as const;
const NODE = "ours over nodeFetch";
const STUB_CALLS = 3_000;
const LOOPBACK_CALLS = 800;

type Figures = Record<Subject, number[]>;

/** CPU time of a call, user and system, of the calling process alone. */
export async function measureCalls(consumer: string): Promise<readonly Row[]> {
  const server = startProcess("./server.ts", []);
  const address = String(await nextMessage(server));
  const workers = (["ours", NODE, ...PEERS] as const).map((subject) => ({
    subject,
    worker: startWorker<CallTask, number>("./caller.ts", [subject, consumer]),
  }));
  const compare = async (task: CallTask): Promise<Figures> => {
    const figures: Figures = {
      ours: [],
      [NODE]: [],
      sdk: [],
      fetch: [],
      "openapi-fetch": [],
    };
    // Without a server there is nothing for it to do.
    const taking = workers.filter(({ subject }) => task.server !== undefined || subject !== NODE);
    for (const { worker } of taking) await worker.run(task);
    for (let round = 0; round < ROUNDS; round += 1) {
      const turn = round % 2 === 0 ? taking : [...taking].reverse();
      for (const { subject, worker } of turn) figures[subject].push(await worker.run(task));
    }
    return figures;
  };
  try {
    const stub = await compare({ calls: STUB_CALLS, inFlight: 1 });
    const alone = await compare({ calls: LOOPBACK_CALLS, inFlight: 1, server: address });
    const crowd = await compare({ calls: LOOPBACK_CALLS, inFlight: 32, server: address });
    return [
      ...toRows("stub fetch", stub, { sdk: 0.38 }),
      ...toRows("loopback, 1 in flight", alone, { fetch: 1.15 }),
      ...toRows("loopback, 32 in flight", crowd, { fetch: 1.15 }),
      toNodeRow("loopback, 1 in flight, over nodeFetch", alone),
      toNodeRow("loopback, 32 in flight, over nodeFetch", crowd, 0.5),
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

/** The client over `nodeFetch` beside bare `fetch`. */
function toNodeRow(what: string, { [NODE]: ours, fetch }: Figures, aim?: number): Row {
  return {
    what,
    ours: median(ours),
    peer: { name: "fetch", figure: median(fetch) },
    unit: "us",
    ratio: medianRatio(ours, fetch),
    aim: aim === undefined ? undefined : atMost(aim),
  };
}
