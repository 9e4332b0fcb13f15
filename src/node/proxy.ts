import type { ProxyAgent } from "undici";
import { ConfigurationError } from "../runtime/errors.js";
import type { Undici } from "./load-undici.js";

/** Where the proxy is, and what it wants to see of us. */
export interface ProxyAddress {
  /** Without credentials, so that no message can quote them. */
  readonly uri: string;
  /** For the header `proxy-authorization`. */
  readonly token: string | undefined;
}

/** @throws ConfigurationError that does not quote what was given: it can hold a password */
export function parseProxy(text: string): ProxyAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigurationError(
      "nodeFetch: proxy must be an absolute http: or https: URL, for example http://127.0.0.1:3128",
    );
  }
  const { username, password } = url;
  url.username = "";
  url.password = "";
  const credentials = `${decode(username)}:${decode(password)}`;
  const token = username || password ? `Basic ${Buffer.from(credentials).toString("base64")}` : undefined;
  return { uri: url.href, token };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that encodes nothing
  }
}

/** For the proxy to answer the request for a tunnel. @unit milliseconds */
const TUNNEL_TIMEOUT = 10_000;

/**
 * The connections to the proxy itself, for undici's ProxyAgent. What goes wrong before the tunnel stands was never sent to the API, so
 * it must look like a connection that could not be made: as it is, undici's ProxyAgent gives the same code for a tunnel that was refused
 * and a request that was broken off, and asks again without end when the proxy closes the connection.
 */
export function proxyClient({ Pool }: Undici): NonNullable<ProxyAgent.Options["clientFactory"]> {
  return (origin, options) => {
    const pool = new Pool(origin, { ...options, headersTimeout: TUNNEL_TIMEOUT });
    const ask = pool.connect.bind(pool) as Ask;
    const connect: Ask = async (params) => {
      const tunnel = await ask(params).catch((reason: NodeJS.ErrnoException) => {
        if (reason.syscall === "connect") throw reason;
        throw notConnected("PROXY_FAILED", `no tunnel through the proxy (${reason.code})`);
      });
      if (tunnel.statusCode === 200) return tunnel;
      tunnel.socket.on("error", () => {}).destroy();
      throw notConnected(`PROXY_${tunnel.statusCode}`, `the proxy refused the tunnel with status ${tunnel.statusCode}`);
    };
    return Object.assign(pool, { connect });
  };
}

type Ask = (params: ConnectOptions) => Promise<ConnectData>;
type ConnectOptions = import("undici").Dispatcher.ConnectOptions;
type ConnectData = import("undici").Dispatcher.ConnectData;

function notConnected(code: string, message: string): Error {
  return Object.assign(new Error(message), { code, syscall: "connect" });
}
