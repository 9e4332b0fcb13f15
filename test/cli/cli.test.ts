import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.js";
import type { ClientSettings, Terminal } from "../../src/cli/terminal.js";
import { Decisionly } from "../../src/decisionly.js";
import { mockDecisionly, mockWhop, mockWhopCurrent } from "../../src/testing.js";
import { signWebhook } from "../../src/webhooks.js";
import { Whop } from "../../src/whop.js";
import { Whop as WhopCurrent } from "../../src/whop-current.js";

const SECRET = "ws_0123456789abcdef0123";

/** The command line over mocks: nothing leaves the process. */
function setUp(more: Partial<Terminal> = {}) {
  const disputes = Array.from({ length: 25 }, (_, index) => ({
    id: `dspt_${index}`,
    amount: index,
    reason: "a\u001b[2Jb",
  }));
  const whop = mockWhop({ disputes, payments: [{ id: "pay_1", total: 20 }], transfers: [] });
  const current = mockWhopCurrent();
  const decisionly = mockDecisionly();
  let out = "";
  let err = "";
  const terminal: Terminal = {
    env: { WHOP_WEBHOOK_SECRET: SECRET },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: (async function* () {})(),
    isTerminal: false,
    columns: 100,
    apis: {
      whop: {
        client: async (own: ClientSettings) => new Whop({ ...whop.clientOptions, ...own }),
        mock: async () => whop,
      },
      "whop-current": { client: async () => new WhopCurrent(current.clientOptions), mock: async () => current },
      decisionly: { client: async () => new Decisionly(decisionly.clientOptions), mock: async () => decisionly },
    },
    ...more,
  };
  const cli = async (line: string) => {
    out = "";
    err = "";
    const code = await run(line.split(" "), terminal);
    return { code, out, err, lines: out.trimEnd().split("\n") };
  };
  return { cli, whop, current, decisionly, terminal };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disputekit-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("call", () => {
  test("a list is JSON lines, all pages or as many as are wanted", async () => {
    const { cli, whop } = setUp();
    const all = await cli("call whop disputes.list --company-id biz_1");
    expect(all).toMatchObject({ code: 0, err: "" });
    expect(all.lines.map((line) => JSON.parse(line).id)).toHaveLength(25);
    expect(whop.requests).toHaveLength(3);
    expect((await cli("call whop disputes.list --company-id biz_1 --limit 3 --first 2")).lines).toHaveLength(3);
  });

  test("on a terminal it is a table, with progress beside it, and what a server sends does not command the terminal", async () => {
    const { cli } = setUp({ isTerminal: true });
    const { code, out, err, lines } = await cli("call whop disputes.list --company-id biz_1 --limit 12");
    expect(code).toBe(0);
    expect(lines).toHaveLength(13);
    expect(lines[0]).toMatch(/^ID +STATUS +AMOUNT +CURRENCY/);
    expect(lines.every((line) => line.length <= 100)).toBe(true);
    expect(out).not.toContain("\u001b");
    expect(out).toContain("a\\u{1b}[2Jb");
    expect(err).toContain("12 items");
  });

  test("a write is not sent unasked", async () => {
    const { cli, whop } = setUp();
    const refused = await cli("call whop payments.refund pay_1 --partial-amount 5");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("--yes");
    expect(whop.requests).toHaveLength(0);
    expect(await cli("call whop payments.refund pay_1 --partial-amount 5 --yes")).toMatchObject({ code: 0 });
    expect(whop.requests.at(-1)).toMatchObject({ call: "payments.refund", body: { partial_amount: 5 } });
  });

  test("values are read by the contract: numbers, lists, objects, enums", async () => {
    const { cli, whop, current } = setUp();
    const good = "call whop transfers.create --amount 5 --currency usd --origin-id biz_1 --destination-id user_1 --yes";
    expect(await cli(`${good} --metadata {"order":1} --idempotency-key k-1`)).toMatchObject({ code: 0 });
    expect(whop.requests.at(-1)?.body).toEqual({
      amount: 5,
      currency: "usd",
      origin_id: "biz_1",
      destination_id: "user_1",
      metadata: { order: 1 },
      idempotence_key: "k-1",
    });
    expect(await cli("call whop-current disputes.list --status won lost --limit 1")).toMatchObject({ code: 0 });
    expect(current.requests.at(-1)?.path).toContain("status=won&status=lost");
    for (const [wrong, rule] of [
      ["--amount five", "--amount: a number, not"],
      ["--currency nope", "--currency: one of"],
      ["--metadata {", "--metadata: JSON, not"],
    ])
      expect(await cli(`${good} ${wrong}`)).toMatchObject({ code: 2, err: expect.stringContaining(rule ?? "") });
    const missing = await cli("call whop transfers.create --amount 5 --yes");
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("--currency, ") });
  });

  test("a body from a file, and a file to upload", async () => {
    const { cli, whop, decisionly } = setUp();
    const body = join(folder, "body.json");
    writeFileSync(body, JSON.stringify({ notes: "Delivered" }));
    expect(await cli(`call whop disputes.updateEvidence dspt_1 --body ${body} --yes`)).toMatchObject({ code: 0 });
    expect(whop.requests.at(-1)?.body).toEqual({ notes: "Delivered" });
    const receipt = join(folder, "receipt.pdf");
    writeFileSync(receipt, "%PDF-1.7\n");
    const sent = await cli(`call decisionly v2.files.upload --file ${receipt} --category transaction_receipt --yes`);
    expect(sent).toMatchObject({ code: 0 });
    expect(JSON.parse(sent.out)).toMatchObject({ category: "transaction_receipt" });
    const form = decisionly.requests.at(-1)?.body as FormData;
    expect((form.get("file") as File).name).toBe("receipt.pdf");
    expect(await cli(`call decisionly v2.files.upload --file ${folder}/none.pdf --yes`)).toMatchObject({ code: 2 });
  });

  test("a failing call ends with 1 and the client's message, a wrong command line with 2", async () => {
    const { cli } = setUp();
    expect(await cli("call whop disputes.retrieve dspt_none")).toMatchObject({
      code: 1,
      err: expect.stringContaining("404 GET /disputes/{id}"),
    });
    for (const line of ["call whop nothing.here", "call nobody x", "call whop disputes.list --wrong x", "nonsense"])
      expect(await cli(line)).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/error: /) });
  });

  test("help teaches: every operation, and each flag with its words", async () => {
    const { cli, whop } = setUp();
    const { code, out } = await cli("call whop --help");
    expect(code).toBe(0);
    const unlisted = whop.contract.operations.filter(({ call }) => !out.includes(call));
    expect(unlisted).toEqual([]);
    const one = (await cli("call whop disputes.list --help")).out;
    expect(one).toContain("(required) Company whose items are listed");
    expect(one).not.toContain("--yes");
    expect((await cli("--help")).out).toContain("Exit codes");
  });
});

test("every operation of every contract has a command whose help prints", async () => {
  const { cli, terminal } = setUp();
  for (const [name, api] of Object.entries(terminal.apis)) {
    for (const { call } of (await api.mock()).contract.operations) {
      const { code, out } = await cli(`call ${name} ${call} --help`);
      expect([code, out.split("\n")[0]]).toEqual([0, expect.stringContaining(`disputekit call ${name} ${call}`)]);
    }
  }
});

describe("webhooks", () => {
  test("what is signed is verified, what is changed is not", async () => {
    const body = join(folder, "event.json");
    writeFileSync(body, '{"type":"dispute.created"}');
    const { cli } = setUp();
    const signed = await cli(`webhooks sign ${body} --id msg_1`);
    expect(signed.lines).toHaveLength(3);
    const headers = signed.lines.flatMap((line) => ["--header", line.replace(": ", ":")]).join(" ");
    expect(await cli(`webhooks verify ${body} ${headers}`)).toMatchObject({ code: 0, out: "good: msg_1\n" });
    const old = await cli(`webhooks verify ${body} ${headers} --now 2020-01-01`);
    expect(old).toMatchObject({ code: 1, out: "" });
    writeFileSync(body, '{"type":"dispute.updated"}');
    expect(await cli(`webhooks verify ${body} ${headers}`)).toMatchObject({ code: 1 });
    const library = await signWebhook("{}", { secret: SECRET, id: "msg_2" });
    expect(Object.keys(library)).toEqual(signed.lines.map((line) => line.split(":")[0]));
    expect(await setUp({ env: {} }).cli(`webhooks sign ${body}`)).toMatchObject({ code: 2 });
  });
});

test("a shell completes commands, APIs, operations and flags", async () => {
  const { cli } = setUp();
  expect((await cli("complete -- c")).lines).toEqual(["call", "completion"]);
  expect((await cli("complete -- call whop-")).lines).toEqual(["whop-current"]);
  expect((await cli("complete -- call whop disputes.s")).lines).toEqual(["disputes.submitEvidence"]);
  expect((await cli("complete -- call whop disputes.list --comp")).lines).toEqual(["--company-id"]);
  for (const shell of ["bash", "zsh", "fish"])
    expect((await cli(`completion ${shell}`)).out).toContain("disputekit complete");
});
