import { onAbort } from "../runtime/request/abort.js";
import { FileUploadError } from "./file-upload-error.js";
import { type PutSettings, type PutTarget, putFile } from "./put-file.js";

/** Where one part goes. */
export interface PartAddress {
  readonly part_number: number;
  readonly url: string;
}

/** What completing the file needs of a part. */
export interface SentPart {
  readonly part_number: number;
  /** As the storage gave it, quotes included. */
  readonly etag: string;
}

export interface PartTargets extends Pick<PutTarget, "fileId" | "headers"> {
  readonly addresses: readonly PartAddress[];
  /** Of each part but the last. @unit bytes */
  readonly partSize: number;
}

/** The addresses expire 15 minutes after they are given, so parts do not wait for one another. */
const AT_A_TIME = 4;

/**
 * Sends each part to its own address. The first one that fails for good ends the others.
 * @param onSent gets the bytes that the storage has confirmed so far
 * @returns the parts in their order
 * @throws FileUploadError, or APIUserAbortError when the signal ends it
 */
export async function putParts(
  targets: PartTargets,
  blob: Blob,
  settings: PutSettings,
  onSent: (loaded: number) => void,
): Promise<SentPart[]> {
  const { fileId, headers, partSize } = targets;
  const waiting = orderParts(targets, blob);
  const sent: SentPart[] = [];
  const controller = new AbortController();
  const ignore = settings.signal
    ? onAbort(settings.signal, () => controller.abort(settings.signal?.reason))
    : undefined;
  if (settings.signal?.aborted) controller.abort(settings.signal.reason);
  const partSettings = { ...settings, signal: controller.signal };
  let loaded = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { part_number: partNumber, url } = next;
      const start = (partNumber - 1) * partSize;
      const part = blob.slice(start, start + partSize);
      const etag = (await putFile({ fileId, url, headers, partNumber }, part, partSettings)).get("etag");
      if (!etag) throw noEtag(fileId, partNumber);
      sent[partNumber - 1] = { part_number: partNumber, etag };
      loaded += part.size;
      onSent(loaded);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    return sent;
  } finally {
    // Ends the other parts when one has failed.
    controller.abort();
    ignore?.();
  }
}

/** @throws FileUploadError unless there is one address for each part of the file */
function orderParts({ fileId, addresses, partSize }: PartTargets, blob: Blob): PartAddress[] {
  const parts = [...addresses].sort((a, b) => a.part_number - b.part_number);
  const count = Math.max(1, Math.ceil(blob.size / partSize));
  if (partSize > 0 && parts.length === count && parts.every(({ part_number }, index) => part_number === index + 1))
    return parts;
  throw new FileUploadError(
    `the response of POST /files must have the addresses of parts 1 to ${count} of ${partSize} bytes (got ${parts.length} addresses)`,
    { reason: "no-upload-url", fileId },
  );
}

function noEtag(fileId: string, part: number): FileUploadError {
  return new FileUploadError(
    `the storage's response to part ${part} has no ETag header. In a browser, the storage must expose it to your page`,
    { reason: "no-etag", fileId },
  );
}
