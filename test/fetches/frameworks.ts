import type { Settings } from "./checks.js";
import type { Row } from "./rows.js";

/** What a handler calls, and the status that the framework may respond with when nobody catches the error. */
const ROUTES: Readonly<Record<string, { readonly call: string; readonly wanted: readonly number[] }>> = {
  // Koa, Express and Fastify take the error's own `status`.
  "/missing": { call: 'whop.disputes.retrieve("dspt_missing")', wanted: [404, 500] },
  "/broken": { call: 'whop.disputes.retrieve("dspt_broken")', wanted: [500] },
  "/odd": { call: 'whop.disputes.retrieve("dspt_odd")', wanted: [500] },
  "/moved": { call: 'whop.disputes.retrieve("dspt_moved")', wanted: [307, 500] },
  "/refused": { call: 'lost.disputes.retrieve("dspt_1")', wanted: [500] },
  "/invalid": { call: 'whop.disputes.retrieve("")', wanted: [500] },
  "/forged": { call: 'whop.webhooks.unwrap("{}", { headers: {} })', wanted: [500] },
};

/** A server each, in whose handlers a call fails and nobody catches the error: it responds, and lives on. */
export function makeFrameworks(settings: (id: string) => Settings): readonly Row[] {
  const server = (id: string, name: string, code: string): Row => ({
    id,
    name,
    about: "uncaught errors of calls in its handlers",
    files: { "main.js": program(settings(id), code) },
    args: ["main.js"],
    ends: false,
    peers: "peers-frameworks",
    columns: ["found", ...Object.keys(ROUTES), "found afterwards"],
  });
  return [
    server("koa2", "Koa 2", koa("koa-2")),
    server("koa3", "Koa 3", koa("koa-3")),
    server("express5", "Express 5", EXPRESS),
    server("fastify5", "Fastify 5", FASTIFY),
    server("hono4", "Hono 4", HONO),
  ];
}

/** `listen(handle)` gives the address of a server that responds with the JSON of what `handle(path)` gives. */
function program({ api, closed }: Settings, listen: string): string {
  const calls = Object.entries(ROUTES).map(([path, { call }]) => `  ${JSON.stringify(path)}: () => ${call},`);
  const wanted = Object.fromEntries(Object.entries(ROUTES).map(([path, route]) => [path, route.wanted]));
  return `import { print, Whop } from "./checks.js";
${listen}
const options = { apiKey: "whop_key", webhookKey: "whsec_${btoa("a webhook secret of the checks")}", maxRetries: 0, logLevel: "off" };
const whop = new Whop({ ...options, baseURL: ${JSON.stringify(api)} });
const lost = new Whop({ ...options, baseURL: ${JSON.stringify(closed)} });
const calls = {
  "/found": () => whop.disputes.retrieve("dspt_1"),
${calls.join("\n")}
};
const wanted = ${JSON.stringify(wanted)};
const address = await listen((path) => calls[path]());
async function ask(path, statuses) {
  const response = await fetch(address + path, { signal: AbortSignal.timeout(10_000) });
  const body = await response.text();
  if (!statuses.includes(response.status)) throw new Error(response.status + " " + body.slice(0, 200));
  const all = body + JSON.stringify([...response.headers]);
  if (all.includes("whop_key") || all.includes("whsec_")) throw new Error("the response holds a secret");
}
const report = {};
const check = async (name, path, statuses) => {
  report[name] = await ask(path, statuses).then(() => undefined, (error) => String(error) + " " + String(error.cause ?? ""));
};
await check("found", "/found", [200]);
for (const path of Object.keys(wanted)) await check(path, path, wanted[path]);
await check("found afterwards", "/found", [200]);
print(report);
`;
}

const koa = (name: string): string => `import Koa from "${name}";
const listen = (handle) => new Promise((done) => {
  const app = new Koa();
  app.silent = true;
  app.use(async (context) => { context.body = await handle(context.path); });
  const server = app.listen(0, "127.0.0.1", () => done("http://127.0.0.1:" + server.address().port));
});`;

const EXPRESS = `import express from "express";
const listen = (handle) => new Promise((done) => {
  const app = express();
  app.set("env", "test");
  app.get("/*path", async (request, response) => { response.json(await handle(request.path)); });
  const server = app.listen(0, "127.0.0.1", () => done("http://127.0.0.1:" + server.address().port));
});`;

const FASTIFY = `import fastify from "fastify";
const listen = (handle) => {
  const app = fastify();
  app.get("/*", (request) => handle(request.url));
  return app.listen({ port: 0, host: "127.0.0.1" });
};`;

const HONO = `import { serve } from "@hono/node-server";
import { Hono } from "hono";
const listen = (handle) => new Promise((done) => {
  const app = new Hono();
  app.get("/*", async (context) => context.json(await handle(context.req.path)));
  serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => done("http://127.0.0.1:" + port));
});`;
