import { type ClientOptions, readEnv } from "../runtime/index.js";
import type { WhopWebhookKey } from "./unwrap-webhook.js";

/** The options of a client of Whop, whose contract names the environments. */
export interface WhopOptions<Environment extends string> extends ClientOptions<Environment> {
  /** The app that the key belongs to; sent as `X-Whop-App-Id`. @default the environment variable `WHOP_APP_ID`, else none */
  appID?: string | null | undefined;
  /**
   * The secret of your webhook, as the dashboard shows it; a list while you replace one.
   * @default the environment variable `WHOP_WEBHOOK_SECRET`
   */
  webhookKey?: WhopWebhookKey | null | undefined;
}

/** The same for the core, with what Whop's own options mean for a request. */
export function whopClientOptions<Options extends WhopOptions<string>>(options: Options): Options {
  const appID = options.appID ?? readEnv("WHOP_APP_ID");
  return { ...options, appID, apiHeaders: appID === undefined ? undefined : { "X-Whop-App-Id": appID } };
}
