import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { signWebhook } from "../runtime/webhooks/sign-webhook.js";
import { verifyWebhook } from "../runtime/webhooks/verify-webhook.js";
import { printable, readInput, type Terminal, UsageError } from "./terminal.js";

/** `webhooks sign | verify | send`, with the body from a file or standard input. */
export function webhooksCommand(terminal: Terminal): Command {
  const command = new Command("webhooks")
    .summary("sign, verify and send deliveries")
    .description("Deliveries as Whop signs them (Standard Webhooks). The secret is read from WHOP_WEBHOOK_SECRET.");
  command
    .command("sign")
    .description("Prints the headers of a signed delivery.")
    .argument("[body]", "file with the body; - for standard input", "-")
    .option("--id <id>", "the delivery's id")
    .option("--timestamp <date>", "when it was sent (default: now)")
    .action(async (body: string, options: { id?: string; timestamp?: string }) => {
      const headers = await sign(terminal, await readBody(terminal, body), options);
      for (const [name, value] of Object.entries(headers)) terminal.out(`${name}: ${value}\n`);
    });
  command
    .command("verify")
    .description("Verifies a delivery that was saved. Ends with 1 where the signature is wrong or too old.")
    .argument("[body]", "file with the body as it was received; - for standard input", "-")
    .requiredOption("-H, --header <line...>", "header lines: webhook-id, webhook-timestamp, webhook-signature")
    .option("--now <date>", "the time to judge its age by (default: now)")
    .action(async (body: string, { header, now }: { header: string[]; now?: string }) => {
      const headers = Object.fromEntries(header.map((line) => line.split(/:\s*(.*)/s).slice(0, 2)));
      const text = await readBody(terminal, body);
      const options = { headers, secret: secretOf(terminal), ...(now === undefined ? {} : { now: dateOf(now) }) };
      const { id } = await verifyWebhook(text, options);
      terminal.out(`good: ${id}\n`);
    });
  command
    .command("send")
    .description("Sends a signed delivery to an endpoint, and prints its response. Ends with 1 unless that is a 2xx.")
    .argument("<url>")
    .argument("[body]", "file with the body; - for standard input", "-")
    .option("--id <id>", "the delivery's id")
    .action(async (url: string, body: string, options: { id?: string }) => {
      const text = await readBody(terminal, body);
      const headers = { "content-type": "application/json", ...(await sign(terminal, text, options)) };
      const response = await fetch(url, { method: "POST", body: text, headers, redirect: "manual" });
      terminal.out(`${response.status} ${printable(await response.text())}\n`);
      if (!response.ok) throw new Error(`the endpoint answered ${response.status}`);
    });
  return command;
}

function sign(terminal: Terminal, body: string, { id, timestamp }: { id?: string; timestamp?: string }) {
  return signWebhook(body, {
    secret: secretOf(terminal),
    ...(id === undefined ? {} : { id }),
    ...(timestamp === undefined ? {} : { timestamp: dateOf(timestamp) }),
  });
}

function secretOf({ env }: Terminal): string {
  const secret = env.WHOP_WEBHOOK_SECRET;
  if (!secret) throw new UsageError("set WHOP_WEBHOOK_SECRET to the webhook's secret");
  return secret;
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new UsageError(`not a date: ${text}`);
  return date;
}

function readBody(terminal: Terminal, file: string): Promise<string> {
  return file === "-" ? readInput(terminal.stdin) : readFile(file, "utf8");
}
