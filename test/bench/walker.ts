import { PAGE_SIZE, pageAfter, toResponse } from "./answers.js";
import { moduleUrls } from "./consumer.js";
import { serveTasks } from "./worker.js";

/** Walks a list: by the pager, by a loop around the client's pages, or by a loop around `fetch`. `node walker.ts <consumer>` */
export type Way = "pager" | "pages" | "fetch";

export interface WalkTask {
  readonly way: Way;
  readonly pages: number;
  /** @unit milliseconds */
  readonly latency: number;
  /** What the caller does after each page's items. @unit milliseconds */
  readonly work: number;
  readonly prefetch: boolean;
}

export interface WalkOutcome {
  /** @unit milliseconds */
  readonly cpu: number;
  /** @unit milliseconds */
  readonly wall: number;
}

interface Item {
  readonly id: string;
  readonly amount: number;
}

interface Page {
  readonly data: readonly Item[];
  readonly page_info: { readonly end_cursor: string; readonly has_next_page: boolean };
}

const [consumer = ""] = process.argv.slice(2);
const { Whop }: typeof import("../../src/whop.js") = await import(moduleUrls(consumer).ours);
const baseURL = "http://127.0.0.1";

serveTasks(async (task: WalkTask): Promise<WalkOutcome> => {
  const started = performance.now();
  const before = process.cpuUsage();
  const items = await walks[task.way](task);
  const { user, system } = process.cpuUsage(before);
  if (items !== task.pages * PAGE_SIZE) throw new Error(`${items} items came`);
  return { cpu: (user + system) / 1000, wall: performance.now() - started };
});

const walks: Record<Way, (task: WalkTask) => Promise<number>> = {
  pager: walkPager,
  pages: walkPages,
  fetch: walkFetch,
};

async function walkPager({ pages, latency, work, prefetch }: WalkTask): Promise<number> {
  const fetch = (url: string): Promise<Response> => answer(url, pages, latency);
  const whop = new Whop({ apiKey: "key", baseURL, fetch });
  let count = 0;
  for await (const item of whop.disputes.list({ company_id: "biz_1" }, { prefetch })) {
    if (item.amount > 0) count += 1;
    if (work > 0 && count % PAGE_SIZE === 0) await delay(work);
  }
  return count;
}

async function walkPages({ pages, latency }: WalkTask): Promise<number> {
  const fetch = (url: string): Promise<Response> => answer(url, pages, latency);
  const { disputes } = new Whop({ apiKey: "key", baseURL, fetch });
  let count = 0;
  let after: string | undefined;
  for (;;) {
    const page = await disputes.list(after === undefined ? { company_id: "biz_1" } : { company_id: "biz_1", after });
    for (const item of page.data) if (item.amount > 0) count += 1;
    if (!page.page_info.has_next_page) return count;
    after = page.page_info.end_cursor ?? undefined;
  }
}

async function walkFetch({ pages, latency, work }: WalkTask): Promise<number> {
  const headers = { accept: "application/json", authorization: "Bearer key" };
  const fetch = (url: string, _init: RequestInit): Promise<Response> => answer(url, pages, latency);
  let count = 0;
  let after = "";
  for (;;) {
    const response = await fetch(`${baseURL}/disputes?company_id=biz_1${after}`, { headers });
    const page = (await response.json()) as Page;
    for (const item of page.data) if (item.amount > 0) count += 1;
    if (work > 0) await delay(work);
    if (!page.page_info.has_next_page) return count;
    after = `&after=${page.page_info.end_cursor}`;
  }
}

async function answer(url: string, pages: number, latency: number): Promise<Response> {
  if (latency > 0) await delay(latency);
  return toResponse(pageAfter(url, pages));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
