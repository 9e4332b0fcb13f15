/** Next.js: `app/webhooks/whop/route.ts`. Nothing reads the environment while the route is built. */
import { receive } from "./receive.js";

export async function POST(request: Request): Promise<Response> {
  return receive(await request.text(), request.headers, process.env.WHOP_WEBHOOK_SECRET);
}
