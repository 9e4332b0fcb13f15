/** A call, as it starts. */
export interface TracedCall {
  /** The contract's `operationId`; absent for a call of a path that the contract does not have. */
  readonly operationId: string | undefined;
  /** HTTP method, in capitals. */
  readonly method: string;
  /** Template, for example `/disputes/{id}`. */
  readonly path: string;
  /** Without the query. */
  readonly url: string;
}

/** A call, as it ends, after all of its attempts. */
export interface TracedEnd {
  /** Absent when there was no response. */
  readonly status: number | undefined;
  /** Requests made for the call: 1 where none was repeated, 0 where it was refused before anything was sent. */
  readonly attempts: number;
  /** Name of the error, when it failed. */
  readonly error: string | undefined;
}

/** Called when a call starts; the function that it returns is called with how the call ended. */
export type TraceHook = (call: TracedCall) => (end: TracedEnd) => void;

/** The part of an OpenTelemetry `Tracer` that is used here. */
export interface SpanStarter {
  /** Starts a span, which ends with the call. The name is method and template: `GET /disputes/{id}`. */
  startSpan(name: string, options: { kind: number; attributes: Record<string, string | number> }): Span;
}

/** The part of an OpenTelemetry `Span` that is used here. */
export interface Span {
  /** Called with the response's status, the number of repeats, and what kind of error it was. */
  setAttribute(key: string, value: string | number): unknown;
  /** Called with OpenTelemetry's code of an error when the call failed. */
  setStatus(status: { code: number }): unknown;
  /** Called once, when the call has ended. */
  end(): void;
}

/**
 * A client span for each call, named and described after OpenTelemetry's conventions for HTTP. Query values, bodies and headers
 * stay out of it. Pass it as the option `tracing`: `openTelemetry(trace.getTracer("my-app"))`.
 */
export function openTelemetry(tracer: SpanStarter): TraceHook {
  return ({ operationId, method, path, url }) => {
    const { hostname, port, protocol } = new URL(url);
    const span = tracer.startSpan(`${method} ${path}`, {
      kind: SPAN_KIND_CLIENT,
      attributes: {
        "http.request.method": method,
        "url.template": path,
        "url.full": url,
        "server.address": hostname,
        "server.port": Number(port) || (protocol === "http:" ? 80 : 443),
        ...(operationId !== undefined && { "openapi.operation_id": operationId }),
      },
    });
    return ({ status, attempts, error }) => {
      if (status !== undefined) span.setAttribute("http.response.status_code", status);
      if (attempts > 1) span.setAttribute("http.request.resend_count", attempts - 1);
      if (error !== undefined) {
        span.setAttribute("error.type", status === undefined ? error : String(status));
        span.setStatus({ code: SPAN_STATUS_ERROR });
      }
      span.end();
    };
  };
}

/** Numbers of OpenTelemetry's `SpanKind.CLIENT` and `SpanStatusCode.ERROR`. */
const SPAN_KIND_CLIENT = 2;
const SPAN_STATUS_ERROR = 2;
