/**
 * Writes all payments to a CSV file. Started again after a crash, it goes on where it was: each row once.
 *
 *     WHOP_API_KEY=… node --import tsx examples/export-payments.ts biz_xxxxxxxxxxxxxx payments.csv
 */
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { Whop } from "disputekit/whop";
import { isMain } from "./is-main.js";

const columns = ["id", "created_at", "status", "total", "currency"] as const;
type Progress = { readonly after: string | undefined; readonly bytes: number; readonly done: boolean };

/** Page by page: the rows of a page, then the place after it. What was written of a page without its place is cut off again. */
export async function exportPayments(whop: Whop, company: string, file: string): Promise<number> {
  const { after, bytes, done } = await readProgress(file);
  const before = bytes === 0 ? Buffer.from(`${columns.join(",")}\n`) : (await readFile(file)).subarray(0, bytes);
  await writeFile(file, before);
  let size = before.length;
  let rows = 0;
  if (done) return rows;
  const pages = whop.payments.list({ company_id: company, first: 100, ...(after && { after }) }).iterPages();
  for await (const page of pages) {
    const text = page.data.map((payment) => `${columns.map((name) => cell(payment[name])).join(",")}\n`).join("");
    await appendFile(file, text);
    size += Buffer.byteLength(text);
    rows += page.data.length;
    const { end_cursor, has_next_page } = page.page_info;
    await saveProgress(file, { after: end_cursor ?? after, bytes: size, done: !has_next_page });
  }
  return rows;
}

/** A cell that a spreadsheet does not run as a formula. */
function cell(value: unknown): string {
  const text = String(value ?? "");
  return /[",\n\r]|^[=+\-@\t]/.test(text) ? `"${text.replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"` : text;
}

async function readProgress(file: string): Promise<Progress> {
  const text = await readFile(`${file}.progress`, "utf8").catch(() => undefined);
  return text === undefined ? { after: undefined, bytes: 0, done: false } : (JSON.parse(text) as Progress);
}

async function saveProgress(file: string, progress: Progress): Promise<void> {
  await writeFile(`${file}.progress.new`, JSON.stringify(progress));
  await rename(`${file}.progress.new`, `${file}.progress`);
}

if (isMain(import.meta.url)) {
  const [, , company = "", file = "payments.csv"] = process.argv;
  console.log(`${await exportPayments(new Whop(), company, file)} payments written to ${file}`);
}
