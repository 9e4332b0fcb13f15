import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, expect, test } from "vitest";
import { Whop } from "../../src/whop.js";
import { cellTime, FaultServer } from "../faults/fault-server.js";

const PAGES = 1000;
const SIZE = 100;
const TIMEOUT = 600_000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const server = new FaultServer();
afterAll(() => server.end());

test.each([
  { name: "one page at a time", prefetch: false, seed: 1 },
  { name: "with prefetch", prefetch: true, seed: 2 },
])(
  "100,000 items over 5 % of failing requests, $name: each once, in order, in flat memory",
  async ({ prefetch, seed }) => {
    const port = await server.open({ fault: {}, pages: PAGES, size: SIZE, share: 0.05, seed });
    const { platform } = cellTime(TIMEOUT);
    const baseURL = `http://127.0.0.1:${port}`;
    const whop = new Whop({ apiKey: "key", baseURL, timeout: TIMEOUT, logLevel: "off", platform });
    await whop.disputes.list({ company_id: "biz_1" }, { maxPages: 50 }).toArray(); // what is loaded and compiled once
    const before = heap();
    let most = 0;
    let wrong = 0;
    let count = 0;
    for await (const { id } of whop.disputes.list({ company_id: "biz_1" }, { prefetch })) {
      if (id !== `dspt_${count}`) wrong++;
      count++;
      if (count % (100 * SIZE) === 0) most = Math.max(most, heap() - before);
    }
    const after = heap() - before;
    const { sent, requests } = await server.close(port);
    const faults = Object.values(sent ?? {}).reduce((sum, share) => sum + share, 0);
    process.stdout.write(
      `walk, ${prefetch ? "with prefetch" : "no prefetch"}: ${count} items, ${requests.length} requests, ` +
        `${JSON.stringify(sent)}, heap ${(after / 2 ** 20).toFixed(2)} MB after, ${(most / 2 ** 20).toFixed(2)} MB at most\n`,
    );
    expect({ count, wrong }).toEqual({ count: 100_000, wrong: 0 });
    expect(Object.keys(sent!).sort()).toEqual(["429", "500", "reset"]);
    expect(requests).toHaveLength(PAGES + 50 + faults); // none twice, none for nothing
    expect(faults).toBeGreaterThan(30);
    expect(after).toBeLessThan(5 * 2 ** 20);
    expect(most).toBeLessThan(5 * 2 ** 20);
  },
);

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
