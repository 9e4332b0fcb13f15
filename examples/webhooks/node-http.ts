/** Node's own server. */
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { isMain } from "../is-main.js";
import { receive } from "./receive.js";

export function webhookServer(secret: string | undefined): Server {
  return createServer(async (request, response) => {
    const headers = new Headers(request.headers as Record<string, string>);
    const result = await receive(await text(request), headers, secret).catch(() => new Response(null, { status: 500 }));
    response.writeHead(result.status).end(await result.text());
  });
}

if (isMain(import.meta.url)) webhookServer(process.env.WHOP_WEBHOOK_SECRET).listen(3000);
