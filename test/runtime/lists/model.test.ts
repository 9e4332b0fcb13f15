import { test } from "vitest";
import { checkModel } from "./model-runs.js";

test("an error or a break anywhere, and resuming: no item is lost, doubled or out of order", async () => {
  await checkModel(300, 20_261_128);
});
