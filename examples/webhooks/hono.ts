/** Hono, on any runtime. */
import { Hono } from "hono";
import { receive } from "./receive.js";

export const app = new Hono<{ Bindings: { WHOP_WEBHOOK_SECRET?: string } }>();

app.post("/webhooks/whop", async ({ req, env }) => receive(await req.text(), req.raw.headers, env.WHOP_WEBHOOK_SECRET));

export default app;
