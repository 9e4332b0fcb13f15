import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dispute } from "./answers.js";

/** A process of its own, so that its work is in nobody's figures. Tells its address once it listens. */
const body = Buffer.from(dispute);
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
});
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.on("disconnect", () => process.exit());
