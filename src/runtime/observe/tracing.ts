/** A call, as it starts. */
export interface TracedCall {
  readonly operationId: string | undefined;
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
  readonly attempts: number;
  /** Name of the error, when it failed. */
  readonly error: string | undefined;
}

/** Called when a call starts; the function that it returns is called with how the call ended. */
export type TraceHook = (call: TracedCall) => (end: TracedEnd) => void;

/** The part of an OpenTelemetry `Tracer` that is used here. */
export interface SpanStarter {
  startSpan(name: string, options: { kind: number; attributes: Record<string, string | number> }): Span;
}

export interface Span {
  setAttribute(key: string, value: string | number): unknown;
  setStatus(status: { code: number }): unknown;
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
