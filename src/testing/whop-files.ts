import type { CallContext, Flow } from "./act.js";
import { type Entity, isEntity } from "./contract.js";
import type { Store } from "./store.js";

/** A host that no resolver knows; the mock's own address where it listens. */
const STORAGE_ORIGIN = "https://storage.mock.invalid";
const STORAGE_PATH = "/mock-storage/";
const PART_SIZE = 5 * 1024 * 1024;

/** Takes the bytes of files, at the addresses that `createFile` gave out. */
export async function whopStorage(request: Request, store: Store): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith(STORAGE_PATH)) return undefined;
  if (request.method !== "PUT") return new Response(null, { status: 405 });
  const [id = "", part] = pathname.slice(STORAGE_PATH.length).split("/");
  const { byteLength } = await request.arrayBuffer();
  // Parts come at the same time: nothing may be awaited between reading the record and writing it.
  const file = store.collection("/files").entities.get(id);
  if (file === undefined) return new Response(null, { status: 404 });
  const size = (part === undefined ? 0 : Number(file.size ?? 0)) + byteLength;
  const upload_status = part === undefined ? "ready" : "pending";
  store.put("/files", { ...file, size: typeof file.size === "string" ? String(size) : size, upload_status });
  return new Response(null, { status: 200, headers: { etag: `"${id}-${part ?? "1"}"` } });
}

/** Creates the record of a file, with an address of the mock for its bytes. `size` is a text in version 2025-01-01. */
export function createFile(noSize: "0" | 0): Flow {
  return ({ store, body, url }) => {
    const said = isEntity(body) ? body : {};
    const made = store.create("/files", said);
    const id = String(made.id);
    const origin = /^(?:127\.0\.0\.1|localhost)$/.test(url.hostname) ? url.origin : STORAGE_ORIGIN;
    const address = `${origin}${STORAGE_PATH}${id}`;
    const { multipart_chunk_size: _1, multipart_upload_id: _2, multipart_upload_urls: _3, ...plain } = made;
    const file: Entity = {
      ...plain,
      size: noSize,
      upload_status: "pending",
      url: `${STORAGE_ORIGIN}/${id}`,
      visibility: said.visibility ?? "public",
    };
    delete file.upload_url;
    delete file.upload_headers;
    store.put("/files", file);
    return { ...file, upload_url: address, upload_headers: {}, ...partsOf(id, address, said) };
  };
}

export const completeFile: Flow = ({ store, entity }: CallContext) => {
  return entity && store.put("/files", { ...entity, upload_status: "ready" });
};

/** The addresses of an upload in parts, where the request asks for one. */
function partsOf(id: string, address: string, said: Entity): Entity {
  if (said.multipart !== true) return {};
  const count = Math.max(1, Math.ceil(Number(said.byte_size ?? 1) / PART_SIZE));
  return {
    upload_url: null,
    multipart_chunk_size: PART_SIZE,
    multipart_upload_id: `upload_${id}`,
    multipart_upload_urls: Array.from({ length: count }, (_, index) => ({
      part_number: index + 1,
      url: `${address}/${index + 1}`,
    })),
  };
}
