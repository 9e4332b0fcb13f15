/** Cloudflare Workers. */
import { receive } from "./receive.js";

interface Env {
  readonly WHOP_WEBHOOK_SECRET?: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method !== "POST") return new Response(null, { status: 405 });
    return receive(await request.text(), request.headers, env.WHOP_WEBHOOK_SECRET);
  },
};
