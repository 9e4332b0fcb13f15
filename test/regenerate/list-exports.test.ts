import { expect, test } from "vitest";
import { apiWith } from "../../scripts/apis.js";
import { listExports } from "../../scripts/regenerate/list-exports.js";
import { temporaryFolder } from "../support/temporary-project.js";

const enums = (...names: string[]) => names.map((name) => `export const ${name} = ["a"] as const;\n`).join("");
const client = 'import { Orders } from "./resources/orders.js";\nexport { Orders, type Shop };\nexport class Whop {}\n';

test.each([
  {
    name: "a value that comes is listed, one that goes is not, and what is written by hand stays",
    list: "OldValues\nOrders\nWhop\nbyHand\n",
    after: enums("NewValues"),
    want: "NewValues\nOrders\nWhop\nbyHand\n",
  },
  { name: "nothing, when the values are the same", list: "Orders\n", after: enums("OldValues"), want: undefined },
  {
    name: "a value that an entry keeps to itself does not come back",
    list: "Whop\n",
    after: enums("OldValues", "MoreValues"),
    want: "MoreValues\nWhop\n",
  },
])("$name", async ({ list, after, want }) => {
  const root = await temporaryFolder({
    "test/exports/whop.txt": list,
    "generated/whop/enums.ts": enums("OldValues"),
    "generated/whop/client.ts": client,
  });
  const files = [
    { path: "client.ts", text: client },
    { path: "enums.ts", text: after },
    { path: "models.ts", text: enums("NotAValueOfAnEntry") },
  ];
  const change = await listExports(root, apiWith("whop"), files);
  expect(change).toEqual(want === undefined ? undefined : { kind: "file", path: "test/exports/whop.txt", text: want });
});

test("without a list there is nothing to keep", async () => {
  expect(await listExports(await temporaryFolder(), apiWith("whop"), [])).toBeUndefined();
});
