import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** A UDP port nobody uses at `address` now. */
export function freeUdpPort(address: string): Promise<number> {
  return boundAndFreed(address, 0);
}

/**
 * A port for SIPp's sound: it takes the second one after it, too. Below those that the machine gives to whoever asks
 * for any, so that nobody comes by one of the two before SIPp has.
 */
export async function freeMediaPort(address: string): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = 10_000 + 4 * Math.floor(Math.random() * 5_000);
    try {
      return (await boundAndFreed(address, port + 2)) && (await boundAndFreed(address, port));
    } catch {
      // Somebody has it: try another.
    }
  }
  throw new Error(`no two ports free at ${address}`);
}

function boundAndFreed(address: string, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.once("error", reject);
    socket.bind(wanted, address, () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** A TCP port nobody uses at `address` now. */
export function freeTcpPort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, address, () => {
      const bound = server.address();
      const port = typeof bound === "object" && bound !== null ? bound.port : 0;
      server.close(() => resolve(port));
    });
  });
}
