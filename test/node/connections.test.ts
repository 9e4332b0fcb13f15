import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Agent, MockAgent } from "undici";
import { describe, expect, test } from "vitest";
import { nodeFetch } from "../../src/node.js";
import { Whop } from "../../src/whop.js";
import { serve } from "./serve.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("connections", () => {
  test("are kept and used again, no more of them than asked for", async () => {
    let open = 0;
    let most = 0;
    await using server = await serve(async (response) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      response.end("{}");
    });
    await using send = nodeFetch({ connections: 4 });
    await Promise.all(Array.from({ length: 40 }, async () => (await send(server.url)).text()));
    expect(most).toBe(4);
    expect(new Set(server.received.map(({ port }) => port)).size).toBe(4);
  });

  test.each([0, -1, 1.5, Number.NaN, "8" as never])("%s of them is refused", (connections) => {
    expect(() => nodeFetch({ connections })).toThrow("nodeFetch: connections must be an integer of 1 or more");
  });
});

describe("a connection that the server closes the moment a request comes on it", () => {
  /** Answers the first request of each connection, and closes it without an answer when the second arrives. */
  async function closingServer(end: "reset" | "close") {
    const posts: string[] = [];
    const server = createServer((socket) => {
      let requests = 0;
      socket.on("error", () => {});
      socket.on("data", (bytes) => {
        for (const [line] of bytes.toString().matchAll(/^(?:GET|POST|PUT) \S+/gm)) {
          if (line.startsWith("P")) posts.push(line);
          if (++requests === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
          else if (end === "reset") socket.resetAndDestroy();
          else socket.end();
        }
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posts, close: () => server.close() };
  }

  test.each(["reset", "close"] as const)("%s: the request is not sent again behind the caller's back", async (end) => {
    const server = await closingServer(end);
    await using send = nodeFetch({ connections: 1 });
    for (let turn = 0; turn < 20; turn++) {
      await (await send(`${server.url}/warm`)).text();
      const outcome = await send(`${server.url}/${turn}`, { method: "POST", body: "{}" }).then(
        (response) => response.status,
        (error: NodeJS.ErrnoException) => error.code,
      );
      expect(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]).toContain(outcome);
    }
    expect(server.posts).toEqual(Array.from({ length: 20 }, (_, turn) => `POST /${turn}`));
    server.close();
  });

  test("the client says that the POST may have been acted on, and repeats only what it may", async () => {
    const server = await closingServer("reset");
    await using send = nodeFetch({ connections: 1 });
    const platform = { random: () => 0 };
    const whop = new Whop({ apiKey: "key", baseURL: server.url, fetch: send, logLevel: "off", platform });
    await whop.disputes.retrieve("dspt_1");
    await expect(whop.payments.refund("pay_1")).rejects.toMatchObject({ maybeSent: true, attempts: 1 });
    expect(server.posts).toEqual(["POST /payments/pay_1/refund"]);
    server.close();
  });

  test("one that was closed while it was idle is not used", async () => {
    let warm = 0;
    await using server = await serve((response, { path }) => {
      response.end("{}");
      if (path === "/warm") setTimeout(() => response.socket?.destroy(), ++warm % 3);
    });
    await using send = nodeFetch({ connections: 1 });
    for (let turn = 0; turn < 20; turn++) {
      await (await send(`${server.url}/warm`)).text();
      await new Promise((resolve) => setTimeout(resolve, 10));
      await (await send(`${server.url}/${turn}`, { method: "POST", body: "{}" })).text();
    }
    const posts = server.received.filter(({ method }) => method === "POST");
    expect(posts.map(({ path }) => path)).toEqual(Array.from({ length: 20 }, (_, turn) => `/${turn}`));
  });
});

describe("close", () => {
  test("lets what is under way end, and refuses what comes after", async () => {
    await using server = await serve((response) => void setTimeout(() => response.end("{}"), 20));
    const send = nodeFetch();
    const under = send(server.url).then((response) => response.text());
    await new Promise((resolve) => setTimeout(resolve, 10));
    await Promise.all([send.close(), send.close()]);
    expect(await under).toBe("{}");
    await expect(send(server.url)).rejects.toMatchObject({ name: "ConfigurationError" });
  });

  test("before the first request there is nothing to close", async () => {
    await expect(nodeFetch().close()).resolves.toBeUndefined();
  });
});

describe("a dispatcher of the caller's", () => {
  test("sends everything, and is not closed with us", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent
      .get("https://api.whop.com")
      .intercept({ path: "/api/v1/disputes/dspt_1" })
      .reply(200, { id: "mocked" })
      .times(2);
    const send = nodeFetch({ dispatcher: agent });
    const whop = new Whop({ apiKey: "key", fetch: send });
    expect((await whop.disputes.retrieve("dspt_1")).id).toBe("mocked");
    await send.close();
    expect(
      (await new Whop({ apiKey: "key", fetch: nodeFetch({ dispatcher: agent }) }).disputes.retrieve("dspt_1")).id,
    ).toBe("mocked");
  });

  test("in the options of one call wins", async () => {
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent.get("https://api.whop.com").intercept({ path: "/api/v1/disputes/dspt_1" }).reply(200, { id: "mocked" });
    const whop = new Whop({ apiKey: "key", fetch: nodeFetch() });
    expect((await whop.disputes.retrieve("dspt_1", { fetchOptions: { dispatcher: agent } })).id).toBe("mocked");
  });

  test.each([{ connections: 1 }, { proxy: "http://127.0.0.1:1" }])("is refused together with %o", (other) => {
    expect(() => nodeFetch({ dispatcher: new Agent(), ...other })).toThrow("pass it alone");
  });
});

describe("a process of its own", () => {
  /** The entry as the package has it, in a folder where undici is installed or not. */
  async function runScript(script: string, withUndici: boolean): Promise<{ output: string; seconds: number }> {
    const folder = await mkdtemp(join(tmpdir(), "node-fetch-"));
    try {
      await build({
        entryPoints: [join(root, "src/node.ts")],
        outfile: join(folder, "node.mjs"),
        bundle: true,
        format: "esm",
        target: "es2022",
        platform: "node",
        packages: "external",
      });
      if (withUndici)
        await cp(join(root, "node_modules/undici"), join(folder, "node_modules/undici"), { recursive: true });
      await writeFile(join(folder, "main.mjs"), `import { nodeFetch } from "./node.mjs";\n${script}`);
      const started = performance.now();
      const child = spawn(process.execPath, ["main.mjs"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
      await once(child, "close");
      return { output: output.trim(), seconds: (performance.now() - started) / 1000 };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test("ends by itself: idle connections do not keep it alive, though the server holds them open", async () => {
    await using server = await serve((response) => void response.setHeader("keep-alive", "timeout=600").end("{}"));
    const script = `
      const send = nodeFetch();
      await Promise.all([1, 2, 3].map(async () => (await send("${server.url}")).text()));
      console.log("done");
    `;
    const { output, seconds } = await runScript(script, true);
    expect(output).toBe("done");
    // undici closes an idle connection after four seconds at the earliest.
    expect(seconds).toBeLessThan(4);
    expect(server.received).toHaveLength(3);
  });

  test("one without undici is told what to install, at the first request", async () => {
    const script = `
      const send = nodeFetch();
      await send("http://127.0.0.1:1").catch((error) => console.log(error.name, error.message));
      await send.close();
    `;
    expect((await runScript(script, false)).output).toBe(
      "ConfigurationError nodeFetch needs the package undici, version 7: `npm install undici@7`",
    );
  });
});
