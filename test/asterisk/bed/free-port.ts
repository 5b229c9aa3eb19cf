import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/**
 * Ports for programs that are started in a moment. The machine gives those from 32768 on to whoever asks for any, and
 * Asterisk's sound has those from 20000 on: nobody comes by one of these before the program that it is for has.
 */
const FIRST = 10_000;
/** SIPp takes the second port after the one for its sound as well. */
const APART = 4;
const COUNT = 2_500;

let next = Math.floor(Math.random() * COUNT);

/** A UDP port at `address` that nobody uses now, nor the second one after it. */
export function freeUdpPort(address: string): Promise<number> {
  return free(async (port) => {
    await boundAndFreed(address, port + 2);
    await boundAndFreed(address, port);
  });
}

/** A TCP port nobody uses at `address` now. */
export function freeTcpPort(address: string): Promise<number> {
  return free(
    (port) =>
      new Promise((resolve, reject) => {
        const server = createServer().once("error", reject);
        server.listen(port, address, () => server.close(() => resolve()));
      }),
  );
}

/** The next port that can be had; the same one comes again only after all others. */
async function free(tried: (port: number) => Promise<void>): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + APART * (next++ % COUNT);
    try {
      await tried(port);
      return port;
    } catch {
      // Somebody has it.
    }
  }
  throw new Error("no port is free");
}

function boundAndFreed(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4").once("error", reject);
    socket.bind(port, address, () => socket.close(() => resolve()));
  });
}
