/** A bare socket.io relay: what one says on a board the others on it hear. It asks nothing and keeps nothing. */
import { createServer } from "node:http";
import { Server } from "socket.io";

const web = createServer((_request, response) => response.end("ok"));
const relay = new Server(web, { transports: ["websocket"] });
relay.on("connection", (page) => {
  page.join("board");
  page.on("op", (op) => page.to("board").emit("op", op));
});
web.listen(Number(process.argv[2]), "127.0.0.1");
