import {
  Decisionly as GeneratedDecisionly,
  V1 as GeneratedV1,
  V1Files as GeneratedV1Files,
  V2 as GeneratedV2,
  V2Files as GeneratedV2Files,
} from "../generated/decisionly/client.js";
import type { DecisionlyFailure, V1File, V2File, V2FileUploadParams } from "../generated/decisionly/models.js";
import type { paths } from "../generated/decisionly/paths.js";
import { isKnownEvent, type WebhookEvent } from "../generated/decisionly/webhooks.js";
import { evidencePart } from "./decisionly/evidence-file.js";
import { type ConfirmedEvent, confirmDecisionlyWebhook, parseDecisionlyWebhook } from "./decisionly/parse-webhook.js";
import type { FileSource } from "./runtime/files/file-source.js";
import { type ApiPromise, type ClientCore, multipartBody, type RequestOptions } from "./runtime/index.js";
import type { WebhookBody } from "./runtime/webhooks/webhook-bytes.js";

export * from "../generated/decisionly/client.js";
export * from "../generated/decisionly/enums.js";
export type * from "../generated/decisionly/models.js";
export * from "../generated/decisionly/webhooks.js";
export { type EvidenceFileOptions, evidenceFile } from "./decisionly/evidence-file.js";
export type { ConfirmedEvent } from "./decisionly/parse-webhook.js";
export type { FileSource as EvidenceSource } from "./runtime/files/file-source.js";
export * from "./runtime/public.js";

/** Evidence of v1 cases. JPEG, PNG or PDF under 5 MB, checked before anything is sent. */
export class V1Files extends GeneratedV1Files {
  override upload(source: FileSource, options?: RequestOptions): ApiPromise<V1File, DecisionlyFailure> {
    const path = "/v1/issuer/files";
    const parts = async () => ({ body: { file: await evidencePart(source, path, options) }, serialize: multipartBody });
    return this._client.request("POST", path, parts(), options, "uploadV1File");
  }
}

/** Evidence of v2 cases. JPEG, PNG or PDF under 5 MB, checked before anything is sent. */
export class V2Files extends GeneratedV2Files {
  override upload(
    source: FileSource,
    params: V2FileUploadParams = {},
    options?: RequestOptions,
  ): ApiPromise<V2File, DecisionlyFailure> {
    const path = "/v2/issuer/files";
    const parts = async () => {
      const file = await evidencePart(source, path, options);
      return { body: { ...params, file }, params, serialize: multipartBody };
    };
    return this._client.request("POST", path, parts(), options, "uploadV2File");
  }
}

/** Version 1 of the API, which the provider calls legacy. */
export class V1 extends GeneratedV1 {
  /** Uploads of evidence for cases of v1. */
  override readonly files: V1Files;

  constructor(client: ClientCore<paths>) {
    super(client);
    this.files = new V1Files(client);
  }
}

/** The current version of the API. */
export class V2 extends GeneratedV2 {
  /** Uploads of evidence for cases of v2, each with a category. */
  override readonly files: V2Files;

  constructor(client: ClientCore<paths>) {
    super(client);
    this.files = new V2Files(client);
  }
}

/** The client of the Decisionly API, the card issuer's side of disputes. */
export class Decisionly extends GeneratedDecisionly {
  /** Version 1, which the provider calls legacy: cases and files. */
  override readonly v1: V1 = new V1(this);
  /** Version 2, the current one: cases, claims and files. */
  override readonly v2: V2 = new V2(this);

  /** Whether the API key is a test key, which begins with `test_`. Always `false` if the key comes from a function. */
  get isTestMode(): boolean {
    return this.keyStartsWith("test_");
  }
}

/**
 * The event of a delivery, unverified: Decisionly is not known to sign its webhooks. See {@link confirmWebhook}. An event of a type that
 * is newer than the contract is returned as well, whatever it is about.
 *
 * @throws WebhookVerificationError when it is not an event
 */
export function parseWebhook(body: WebhookBody): WebhookEvent {
  return parseDecisionlyWebhook<WebhookEvent>(body, isKnownEvent);
}

/**
 * The event of a delivery, and its case as the API returns it now. Decisionly's documentation says to trust the case only. An event of a
 * type that is newer than the contract is confirmed as well, if it names a case.
 *
 * @throws WebhookVerificationError when it is not an event, names no case, or there is no such case
 * @throws what `retrieve` throws otherwise
 */
export function confirmWebhook<Case extends object>(
  body: WebhookBody,
  retrieve: (caseId: string) => PromiseLike<Case>,
): Promise<ConfirmedEvent<WebhookEvent, Case>> {
  return confirmDecisionlyWebhook<Case, WebhookEvent>(body, retrieve);
}

export default Decisionly;
