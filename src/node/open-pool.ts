import type { Dispatcher, ProxyAgent } from "undici";
import { loadUndici } from "./load-undici.js";
import { type ProxyAddress, proxyClient } from "./proxy.js";

/** The connections that `nodeFetch` makes of its own, for any number of origins. */
export async function openPool(connections: number, proxy: ProxyAddress | undefined): Promise<Dispatcher> {
  const undici = await loadUndici();
  const options = {
    connections,
    // The caller's `timeout` counts. Connecting keeps undici's ten seconds: what fails there was not sent, and can be repeated.
    headersTimeout: 0,
    bodyTimeout: 0,
    // A request on a connection of its own fails alone, and a failure is never sent again behind the caller's back.
    pipelining: 1,
    allowH2: false,
  };
  if (!proxy) return new undici.Agent(options);
  const agent: ProxyAgent.Options = { ...options, uri: proxy.uri, clientFactory: proxyClient(undici) };
  if (proxy.token) agent.token = proxy.token;
  return new undici.ProxyAgent(agent);
}
