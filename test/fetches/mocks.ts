import type { Row } from "./rows.js";

/** The handlers that `disputekit/testing` makes for msw, under the msw of today; the unit tests run them under msw 2. */
export function makeMocks(): readonly Row[] {
  return [
    {
      id: "msw-mock",
      name: "msw 3",
      about: "the handlers of `mswHandlers`",
      files: { "main.js": MSW },
      args: ["main.js"],
      ends: true,
      columns: ["retrieve", "list", "not found", "refused", "write and read", "fault", "other servers"],
    },
  ];
}

const MSW = `import { http } from "msw";
import { setupServer } from "msw/node";
import { print, Whop } from "./checks.js";
import { mockWhop } from "./testing.js";

const mock = mockWhop({ payments: [{ id: "pay_1", total: 12.5 }, { id: "pay_2" }], disputes: [{ id: "dspt_1" }] });
setupServer(...mock.mswHandlers(http)).listen({ onUnhandledRequest: "error" });
const whop = new Whop({ apiKey: "whop_key", maxRetries: 0, logLevel: "off" });
const report = {};
const check = async (name, work) => {
  report[name] = await work().then((found) => (found === true ? undefined : JSON.stringify(found)), (error) => String(error));
};
const failure = (call, status) => call.then(() => "no error", (error) => error.status === status || String(error));
await check("retrieve", async () => (await whop.payments.retrieve("pay_1")).total === 12.5);
await check("list", async () => (await whop.payments.list({ company_id: "biz_1" }).toArray()).length === 2);
await check("not found", () => failure(whop.payments.retrieve("pay_9"), 404));
await check("refused", () => failure(whop.payments.list({ company_id: "biz_1", first: "many" }), 400));
await check("write and read", async () => {
  await whop.disputes.updateEvidence("dspt_1", { notes: "sent" });
  return (await whop.disputes.retrieve("dspt_1")).notes === "sent";
});
await check("fault", () => {
  mock.fault({ status: 503 });
  return failure(whop.payments.retrieve("pay_1"), 503);
});
await check("other servers", () => fetch("http://127.0.0.1:9/").then(() => "answered", () => true));
print(report);
`;
