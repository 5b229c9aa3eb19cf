import type { Socket } from "node:net";

/** Messages as lines of JSON over a socket. */
export function readMessages<T>(socket: Socket, take: (message: T) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    // What was cut off in the middle of a line was never said.
    rest = lines.pop()!;
    for (const line of lines) take(JSON.parse(line) as T);
  });
}

/** Sends a message; one that fits into the socket's buffer is on its way when this returns. */
export function sendMessage(socket: Socket, message: unknown): void {
  if (socket.readyState === "open") socket.write(`${JSON.stringify(message)}\n`);
}
