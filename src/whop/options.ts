import { type ClientOptions, readEnv } from "../runtime/index.js";
import type { WhopWebhookKey } from "./unwrap-webhook.js";

/** The options of a Whop client. */
export interface WhopOptions extends ClientOptions {
  /** The app that the key belongs to; sent as `X-Whop-App-Id`. @default the environment variable `WHOP_APP_ID`, else none */
  appID?: string | null | undefined;
  /**
   * The secret of your webhook, as the dashboard shows it; a list while you replace one.
   * @default the environment variable `WHOP_WEBHOOK_SECRET`
   */
  webhookKey?: WhopWebhookKey | null | undefined;
}

/** The options of the core, with Whop's own ones turned into headers. */
export function whopClientOptions({ appID, webhookKey: _, ...options }: WhopOptions): ClientOptions {
  const app = appID ?? readEnv("WHOP_APP_ID");
  if (app === undefined) return options;
  return { ...options, defaultHeaders: { "X-Whop-App-Id": app, ...options.defaultHeaders } };
}
