// A server that misbehaves on demand, in a process of its own. Each cell of the matrix has its own port and its own record of
// what arrived, so that what the client claims is held against what another process saw.
import { createServer as createHttpServer } from "node:http";
import { createServer as createTcpServer } from "node:net";

const cells = new Map();
const elsewhere = { visits: 0, port: 0 };

process.on("disconnect", () => process.exit());
process.on("message", async ({ id, open, close, count }) => {
  elsewhere.port ||= await startElsewhere();
  const value = open ? await openCell(open) : count ? countOpen(cells.get(count)) : closeCell(close);
  process.send({ id, value });
});

/** Where redirects to another origin point. */
async function startElsewhere() {
  const server = createHttpServer((_, response) => {
    elsewhere.visits++;
    response.end("{}");
  });
  return listen(server);
}

async function openCell(plan) {
  const cell = { plan, random: randomFrom(plan.seed ?? 0), unread: 0, requests: [], sockets: new Set() };
  const http = createHttpServer((request, response) => receive(cell, request, response));
  http.keepAliveTimeout = 0;
  cell.server = createTcpServer({ pauseOnConnect: true }, (socket) => {
    cell.sockets.add(socket);
    socket.on("close", () => cell.sockets.delete(socket)).on("error", () => {});
    const { at, end } = plan.fault;
    const serve = () => {
      http.emit("connection", socket);
      process.nextTick(() => socket.resume());
    };
    if (at === "accept") {
      cell.unread++;
      return socket.resetAndDestroy();
    }
    if (at !== "arrival") return serve();
    socket.resume().once("data", (bytes) => {
      socket.pause();
      if (cell.unread >= plan.times) {
        socket.unshift(bytes);
        return serve();
      }
      // The request has arrived, and nobody looks at it.
      cell.unread++;
      if (end === "reset") socket.resetAndDestroy();
      else process.send({ stalled: cell.port });
    });
  });
  cell.port = await listen(cell.server);
  cells.set(cell.port, cell);
  return cell.port;
}

function closeCell(port) {
  const { server, sockets, unread, requests, sent } = cells.get(port);
  cells.delete(port);
  server.close();
  const open = countOpen({ sockets });
  for (const socket of sockets) socket.destroy();
  return { unread, requests, open, sent, elsewhere: elsewhere.visits };
}

/** Connections that carry, or have carried, a request: platforms may connect ahead of need. */
function countOpen({ sockets }) {
  return [...sockets].filter(({ bytesRead }) => bytesRead > 0).length;
}

function receive(cell, request, response) {
  const { method, url, headers } = request;
  const entry = {
    method,
    url,
    authorization: headers.authorization,
    key: headers["idempotency-key"],
    read: false,
    body: "",
    status: undefined,
  };
  cell.requests.push(entry);
  request.setEncoding("utf8");
  request.on("data", (text) => {
    entry.body += text;
  });
  request.on("end", () => {
    entry.read = true;
    if (cell.plan.pages) answerPage(cell, entry, response);
    else if (cell.unread + cell.requests.length <= cell.plan.times) act(cell, cell.plan.fault, entry, response);
    else answer(entry, response, { status: 200, body: cell.plan.good });
  });
}

/** One request's fate. */
function act(cell, fault, entry, response) {
  const { socket } = response;
  const half = cell.plan.good.slice(0, Math.ceil(cell.plan.good.length / 2));
  const begin = (then) => {
    entry.status = 200;
    response.writeHead(200, { "content-type": "application/json", ...fault.headers });
    response.write(half, then);
  };
  switch (fault.at) {
    case "request":
      return fault.end === "reset" ? socket.resetAndDestroy() : process.send({ stalled: cell.port });
    case "answer":
      return begin(() => {
        if (fault.end === "reset") socket.resetAndDestroy();
        else if (fault.end === "close") socket.destroy();
        else process.send({ stalled: cell.port });
      });
    case "raw":
      entry.status = 0;
      return socket.end(fault.text);
    default:
      return answer(entry, response, { ...fault, body: fault.body ?? cell.plan.good });
  }
}

function answer(entry, response, { status, headers = {}, body, cut = 0, pad = 0, early }) {
  entry.status = status;
  const location = { same: "/landed", other: `http://127.0.0.1:${elsewhere.port}/landed` }[headers.location];
  if (early) response.writeEarlyHints({ link: "</x>; rel=preload" });
  response.writeHead(status, { "content-type": "application/json", ...headers, ...(location && { location }) });
  if (status === 204 || status === 304) return response.end();
  response.end(body.slice(0, body.length - cut) + " ".repeat(pad));
}

/** A list of `plan.pages` pages; a seeded share of the requests goes wrong in one of three ways. */
function answerPage(cell, entry, response) {
  const { pages, size, share } = cell.plan;
  const ways = ["reset", 500, 429];
  const page = Number(new URL(entry.url, "http://x").searchParams.get("after") ?? 0);
  const data = Array.from({ length: size }, (_, index) => ({
    id: `dspt_${page * size + index}`,
    note: "n".repeat(100),
  }));
  const info = {
    has_next_page: page + 1 < pages,
    end_cursor: String(page + 1),
    start_cursor: "",
    has_previous_page: false,
  };
  const text = JSON.stringify({ data, page_info: info });
  entry.body = "";
  if (cell.random() < share) {
    const way = ways[Math.floor(cell.random() * ways.length)];
    cell.sent = { ...cell.sent, [way]: (cell.sent?.[way] ?? 0) + 1 };
    if (way !== "reset") return answer(entry, response, { status: way, body: "{}" });
    response.writeHead(200);
    return response.write(text.slice(0, 999), () => response.socket.resetAndDestroy());
  }
  answer(entry, response, { status: 200, body: text });
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}
