import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { attemptOf } from "../../../src/exchange/asterisk/identity.ts";
import type { Dialling } from "./attempts.ts";
import { addresses } from "./configuration.ts";
import { messagesOf } from "./manager.ts";

/** The line between an Espera and Asterisk's manager: it can be cut, and it sees what Espera orders to be dialled. */
export class ManagerLine {
  /** The orders to dial that went to Asterisk, taken or not. */
  readonly diallings: Dialling[] = [];
  readonly #managerPort: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut: "closed" | "silent" | null = null;

  private constructor(managerPort: number) {
    this.#managerPort = managerPort;
    this.#server = createServer({ noDelay: true }, (near) => this.#join(near)).unref();
  }

  static async to(managerPort: number): Promise<ManagerLine> {
    const line = new ManagerLine(managerPort);
    line.#server.listen(0, addresses.asterisk);
    await once(line.#server, "listening");
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `closed`: connections end and no new one is taken. `silent`: nothing comes through any more, either way. */
  cut(how: "closed" | "silent"): void {
    this.#cut = how;
    if (how === "closed") this.#end();
  }

  /** Lets through again; what was silent ends, as a firewall that was restarted does it. */
  mend(): void {
    this.#end();
    this.#cut = null;
  }

  close(): void {
    this.#end();
    this.#server.close();
  }

  #end(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(near: Socket): void {
    if (this.#cut === "closed") {
      near.destroy();
      return;
    }
    const far = connect({ host: addresses.asterisk, port: this.#managerPort, noDelay: true });
    const watch = messagesOf((message) => {
      const attempt = attemptOf(message["ChannelId"] ?? "");
      if (message["Action"] !== "Originate" || attempt === null) return;
      const number = message["Channel"]?.match(/\/([^@]*)@/)?.[1] ?? "";
      this.diallings.push({ attempt, order: message["ActionID"] ?? "", number });
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.unref();
      one.on("error", () => undefined);
      // What is said while the line is silent is lost with the connection it was said on.
      one.on("data", (chunk: Buffer) => {
        if (this.#cut === "silent") return;
        other.write(chunk);
        if (one === near) watch(chunk.toString());
      });
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
