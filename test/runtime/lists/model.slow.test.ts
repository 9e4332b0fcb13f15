import { test } from "vitest";
import { checkModel } from "./model-runs.js";

test("ten thousand walks with errors, breaks and limits, resumed until the end", async () => {
  await checkModel(10_000, Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31)));
});
