import { test } from "vitest";
import { checkRetries } from "./retry-model.js";

test("a call beside the model of what README says of retries", async () => {
  await checkRetries(500, 20_261_128);
});
