import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSite } from "../../docs/site/build.js";

const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const hasBrowser = existsSync(browserPath);
if (!hasBrowser) console.warn("the reference in a browser: left out, there is no Chromium");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

let site: string;
let warnings: number;
let server: Server;
let origin: string;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), "disputekit-site-"));
  warnings = await buildSite(site);
  server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://site").pathname).replace(/\/$/, "/index.html");
    const body = await readFile(join(site, path)).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 600_000);

afterAll(async () => {
  server?.close();
  if (site) await rm(site, { recursive: true, force: true });
});

test("the reference is written without a warning, and asks for nothing from elsewhere", async () => {
  expect(warnings).toBe(0);
  for (const page of ["index.html", "classes/disputekit_whop.Disputes.html"]) {
    const text = await readFile(join(site, page), "utf8");
    expect([...text.matchAll(/<(?:script|link|img)[^>]*(?:src|href)="(https?:[^"]*)"/g)].map(([, url]) => url)).toEqual(
      [],
    );
  }
});

describe.skipIf(!hasBrowser)("in Chromium", () => {
  let browser: Browser;
  let said: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  }, 60_000);
  afterAll(async () => browser?.close());

  async function open(path: string, width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    said = [];
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.on("console", (message) => {
      if (message.type() === "error") said.push(message.text());
    });
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) said.push(request.url());
    });
    page.on("response", (response) => {
      if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${origin}${path}`);
    return page;
  }

  test("from the start page by the search to disputes.list, and its parameters", { timeout: 60_000 }, async () => {
    const page = await open("/", 1280);
    expect(await page.textContent("h1")).toContain("disputekit");
    await page.click("#tsd-search-trigger");
    await page.fill("#tsd-search-input", "dispute");
    const results = page.locator("#tsd-search-results a");
    await results.filter({ hasText: "disputekit/whop.Disputes" }).first().waitFor();
    await page.fill("#tsd-search-input", "disputes.list");
    await results.filter({ hasText: "disputekit/whop.Disputes.list" }).first().click();
    await page.waitForURL(/Disputes\.html#list/);
    const section = page.locator("section.tsd-member", { has: page.locator("#list") }).first();
    const text = (await section.textContent()) ?? "";
    for (const part of ["company_id", "created_after", "Cursor to continue from", "GET /disputes", "status 400"])
      expect(text).toContain(part);
    expect(text).toContain("for await (const item of whop.disputes.list(");
    expect(said).toEqual([]);
    await page.close();
  });

  test.each([
    ["/", 375],
    ["/classes/disputekit_whop.Disputes.html", 375],
    ["/classes/disputekit_whop-current.Payments.html", 375],
    ["/documents/Operations_of_Whop.html", 375],
    ["/modules/disputekit_decisionly.html", 375],
    ["/classes/disputekit_whop.Disputes.html", 1280],
  ])("%s fits %i pixels", { timeout: 60_000 }, async (path, width) => {
    const page = await open(path, width);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(said).toEqual([]);
    await page.close();
  });

  test("is dark where the reader's system is", { timeout: 60_000 }, async () => {
    const backgrounds = [];
    for (const scheme of ["light", "dark"] as const) {
      const page = await open("/", 1280, scheme);
      backgrounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
      await page.close();
    }
    const [light = 0, dark = 0] = backgrounds.map((text) => Number(/\d+/.exec(String(text))?.[0]));
    expect(light).toBeGreaterThan(200);
    expect(dark).toBeLessThan(80);
  });
});
