import { afterAll, afterEach, expect, test } from "vitest";
import type { ClientOptions, RequestOptions } from "../../../src/runtime/index.js";
import { Whop } from "../../../src/whop.js";
import { acts } from "./acts.js";
import { cellTime, FaultServer } from "./fault-server.js";

/** Own properties with these names, as JSON gives them. */
const POISON = '"__proto__":{"polluted":"yes","maxRetries":9},"constructor":{"prototype":{"polluted":"yes"}}';
const poisoned = <T>(): T => JSON.parse(`{${POISON}}`) as T;
const TIMEOUT = 55_555;

const before = [Object.prototype, Array.prototype, Function.prototype].map(names);
const server = new FaultServer();
afterAll(() => server.end());
afterEach(() => {
  expect([Object.prototype, Array.prototype, Function.prototype].map(names)).toEqual(before);
  expect("polluted" in {}).toBe(false);
});

test.each(acts.filter(({ good }) => good.startsWith("{")))("$name: such an answer is data", async ({ run, good }) => {
  const poisonedGood = good.replace("{", `{${POISON},`);
  const { options, close } = await cell(poisonedGood);
  const value = (await run(options)) as Record<string, unknown>;
  expect(JSON.stringify(value)).toBe(poisonedGood);
  expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toEqual({ polluted: "yes", maxRetries: 9 });
  expect(value.polluted).toBeUndefined();
  await close();
});

test.each([400, 401, 404, 429, 500])("%d with such a body is the same error", async (status) => {
  const { options, close } = await cell(`{${POISON},"error":{${POISON},"message":"No."}}`, status);
  const error = await new Whop({ ...options, maxRetries: 0 }).disputes.retrieve("dspt_1").catch((reason) => reason);
  expect(error).toBeInstanceOf(Whop.APIError);
  expect(error).toMatchObject({ status, message: `${status} GET /disputes/{id}: No.` });
  expect(Object.getPrototypeOf(error)).not.toHaveProperty("polluted");
  await close();
});

test("such items of a list are data", async () => {
  const { options, close } = await cell(`{"data":[{${POISON},"id":"dspt_1"}],"page_info":{"has_next_page":false}}`);
  const items = await new Whop(options).disputes.list({ company_id: "biz_1" }).toArray();
  expect(JSON.stringify(items)).toBe(`[{${POISON},"id":"dspt_1"}]`);
  await close();
});

test("in params they are sent as they are, and in options they change nothing", async () => {
  const { options, close } = await cell('{"error":{"message":"No."}}', 500);
  const whop = new Whop({ ...poisoned<ClientOptions>(), ...options });
  const update = Object.assign(poisoned<object>(), { notes: "n" });
  await whop.disputes.updateEvidence("dspt_1", update, poisoned<RequestOptions>()).catch(() => {});
  const refused = whop.disputes.retrieve("dspt_1", { headers: poisoned<object>() as never });
  await expect(refused).rejects.toBeInstanceOf(Whop.InvalidRequestError);
  await whop.disputes.retrieve("dspt_1", poisoned<RequestOptions>()).catch(() => {});
  const { requests } = await close();
  // `maxRetries: 9` would show.
  expect(requests.map(({ method, body }) => `${method} ${body}`)).toEqual([
    `POST {${POISON},"notes":"n"}`,
    "GET ",
    "GET ",
    "GET ",
  ]);
});

test("in a query they are names like any other", async () => {
  const { options, close } = await cell('{"data":[],"page_info":{"has_next_page":false}}');
  await new Whop(options).disputes.list(Object.assign(poisoned<object>(), { company_id: "biz_1" }));
  const { requests } = await close();
  expect(decodeURIComponent(requests[0]!.url.split("?")[1]!)).toBe(
    "__proto__[polluted]=yes&__proto__[maxRetries]=9&constructor[prototype][polluted]=yes&company_id=biz_1",
  );
});

async function cell(good: string, status = 200) {
  const { platform } = cellTime(TIMEOUT);
  const port = await server.open({ fault: { status }, times: 1e9, good });
  const options: ClientOptions = {
    apiKey: "key",
    baseURL: `http://127.0.0.1:${port}`,
    timeout: TIMEOUT,
    logLevel: "off",
    platform,
  };
  return { options, close: () => server.close(port) };
}

function names(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype).sort();
}
