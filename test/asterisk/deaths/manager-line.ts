import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { addresses } from "../bed/configuration.ts";

/** The line between an Espera and Asterisk's manager, which can be cut. */
export class ManagerLine {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #state: { cut: "closed" | "silent" | null };

  private constructor(
    server: Server,
    port: number,
    sockets: Set<Socket>,
    state: { cut: "closed" | "silent" | null },
  ) {
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
    this.#state = state;
  }

  static async to(managerPort: number): Promise<ManagerLine> {
    const sockets = new Set<Socket>();
    const state: { cut: "closed" | "silent" | null } = { cut: null };
    const server = createServer((near) => {
      near.on("error", () => undefined);
      if (state.cut === "closed") return void near.destroy();
      const far = connect(managerPort, addresses.asterisk);
      far.on("error", () => undefined);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one);
        // What is said while the line is silent is lost with the connection it was said on.
        one.on("data", (chunk: Buffer) => void (state.cut === "silent" || other.write(chunk)));
        one.on("close", () => {
          sockets.delete(one);
          other.destroy();
        });
      }
    });
    server.listen(0, addresses.asterisk);
    await once(server, "listening");
    const address = server.address();
    return new ManagerLine(server, typeof address === "object" && address ? address.port : 0, sockets, state);
  }

  /** `closed`: connections end and no new one is taken. `silent`: nothing comes through any more, either way. */
  cut(how: "closed" | "silent"): void {
    this.#state.cut = how;
    if (how === "closed") for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets through again; what was silent ends, as a firewall that was restarted does it. */
  mend(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#state.cut = null;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
