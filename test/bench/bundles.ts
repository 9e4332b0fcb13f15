import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { atMost, type Row } from "./report.js";

const theirs = (call: string): string =>
  `import Whop from "@whop/sdk"; console.log(await new Whop({ apiKey: "k" }).${call});`;
const alone = (call: string): string =>
  `import { Disputes, WhopCore } from "disputekit/whop"; console.log(await new Disputes(new WhopCore({ apiKey: "k" })).${call});`;
const retrieve = 'disputes.retrieve("dspt_1")';
const list = 'disputes.list({ company_id: "biz_1" })';

/** What a page or a Worker pays for. KB is 1,000 bytes. */
export async function measureBundles(consumer: string): Promise<readonly Row[]> {
  const size = (code: string): Promise<number> => gzippedSize(consumer, code);
  const whole = `import { Whop } from "disputekit/whop"; console.log(await new Whop({ apiKey: "k" }).${retrieve});`;
  const plain = `import createClient from "openapi-fetch"; console.log(await createClient({}).GET("/disputes/{id}"));`;
  const openapiFetch = await size(plain);
  return [
    {
      what: "one resource: retrieve",
      ours: await size(alone('retrieve("dspt_1")')),
      peer: { name: "sdk", figure: await size(theirs(retrieve)) },
      unit: "KB",
      aim: atMost(8.5, "figure"),
    },
    {
      what: "one resource: list",
      ours: await size(alone('list({ company_id: "biz_1" })')),
      peer: { name: "sdk", figure: await size(theirs(list)) },
      unit: "KB",
      aim: atMost(8.5, "figure"),
    },
    {
      what: "the whole client",
      ours: await size(whole),
      peer: { name: "sdk", figure: await size(theirs(retrieve)) },
      unit: "KB",
      aim: atMost(18, "figure"),
    },
    {
      what: "webhooks alone",
      ours: await size('import { verifyWebhook } from "disputekit/webhooks"; console.log(verifyWebhook);'),
      unit: "KB",
    },
    { what: "openapi-fetch, part of each but the last", ours: openapiFetch, unit: "KB" },
  ];
}

async function gzippedSize(consumer: string, code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: consumer },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    // To the package an optional peer, loaded when a user token is verified; to the SDK a dependency that it always loads.
    external: code.includes("@whop/sdk") ? [] : ["jose"],
    legalComments: "none",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000;
}
