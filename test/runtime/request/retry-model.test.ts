import { test } from "vitest";
import { checkRetries } from "./retry-model.js";

test("a call beside the model of what README says of retries", async () => {
  await checkRetries(500, 1_971_725_318);
});
