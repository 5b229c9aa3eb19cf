import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import type { Order, Report } from "../../../src/exchange/port.ts";

/** What the world sends Espera: the time, and what happened then, if anything did. */
export interface Told {
  /** Counts the messages of a connection, from 1. */
  readonly n: number;
  /** Epoch ms of the story. */
  readonly now: number;
  readonly report?: Report;
  /** A timer that is due. */
  readonly wake?: number;
}

/** What Espera sends the world. */
export type Said =
  | { readonly order: Order }
  /** It wants to be woken at that time, epoch ms; and that it does not any more. */
  | { readonly timer: number; readonly at: number }
  | { readonly cancelled: number }
  /** All that the message of this number, and those before it, set off is done. */
  | { readonly settled: number };

/** Messages as lines of JSON over a socket. */
export function readMessages<T>(socket: Readable, take: (message: T) => void): void {
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
export function sendMessage(socket: Socket, message: Told | Said): void {
  if (socket.readyState === "open") socket.write(`${JSON.stringify(message)}\n`);
}
