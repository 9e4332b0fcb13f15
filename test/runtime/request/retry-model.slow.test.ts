import { test } from "vitest";
import { checkRetries } from "./retry-model.js";

test("ten thousand calls with faults, waits, timeouts and aborts beside the model", async () => {
  await checkRetries(10_000, Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31)));
});
