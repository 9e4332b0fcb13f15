/** The mock's refusal of a request, in the terms of the API. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { type?: string; code?: string; param?: string; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.type = more.type ?? TYPES[status] ?? "invalid_request_error";
    this.code = more.code;
    this.param = more.param;
    this.headers = more.headers ?? {};
  }

  /** The same, with these headers as well. */
  with(headers: Readonly<Record<string, string>>): Refusal {
    const { type, code, param } = this;
    return new Refusal(this.status, this.message, {
      type,
      ...(code === undefined ? {} : { code }),
      ...(param === undefined ? {} : { param }),
      headers: { ...this.headers, ...headers },
    });
  }
}

/** The values of `error.type` that are known of Whop. */
const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  422: "verification_required",
  429: "rate_limit_exceeded",
  500: "internal_server_error",
};
