import { createSocket } from "node:dgram";
import { createServer, type Server } from "node:net";

/**
 * Ports for programs that are started in a moment. The machine gives those from 32768 on to any program, and
 * Asterisk's sound has those from 20000 on: nobody else comes by one of these.
 */
const FIRST = 10_000;
/** SIPp takes the second port after the one for its sound as well. */
const APART = 4;
const COUNT = 2_500;
/** Nothing else is at this address: a program that listens here at the number of a port has it, of all beds of the machine. */
const CLAIMS_AT = "127.0.0.250";

let next = Math.floor(Math.random() * COUNT);

/** A UDP port at `address` that nobody uses now, nor the second one after it. No other bed gets it while this process lives. */
export function freeUdpPort(address: string): Promise<number> {
  return free(async (port) => {
    await boundAndFreed(address, port + 2);
    await boundAndFreed(address, port);
  });
}

/** A TCP port that nobody uses at `address` now. No other bed gets it while this process lives. */
export function freeTcpPort(address: string): Promise<number> {
  return free(async (port) => {
    (await listening(port, address)).close();
  });
}

/** The next port that can be had. */
async function free(tried: (port: number) => Promise<void>): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + APART * (next++ % COUNT);
    let claim: Server | undefined;
    try {
      // Between the trial and the program's own start another bed would find it free as well.
      claim = (await listening(port, CLAIMS_AT)).unref();
      await tried(port);
      return port;
    } catch {
      // Somebody has it.
      claim?.close();
    }
  }
  throw new Error("no port is free");
}

function listening(port: number, address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, address, () => resolve(server));
  });
}

function boundAndFreed(address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4").once("error", reject);
    socket.bind(port, address, () => socket.close(() => resolve()));
  });
}
