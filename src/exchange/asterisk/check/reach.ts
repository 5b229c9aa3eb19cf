import { connect } from "node:net";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What becomes of a connection to an address; `refused`: its machine says that nobody listens. */
type Reached = "reached" | "refused" | "silent";

/** Connects, and hangs up at once. */
export function reach({ host, port }: Address): Promise<Reached> {
  return new Promise((resolve) => {
    const socket = connect({ host: ownAddresses[host] ?? host, port, timeout: REACH_WITHIN_MS });
    const settle = (reached: Reached) => {
      socket.destroy();
      resolve(reached);
    };
    socket.on("connect", () => settle("reached"));
    socket.on("timeout", () => settle("silent"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) =>
      settle(code === "ECONNREFUSED" ? "refused" : "silent"),
    );
  });
}

/** Where to reach a server that listens on all addresses. */
const ownAddresses: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
const REACH_WITHIN_MS = 2_000;
