import { type AddressInfo, BlockList, createServer, isIP, type Server, type Socket } from "node:net";
import type { Clock } from "../../../time/clock.ts";
import { LineSplitter } from "../ami/lines.ts";
import { type AgiCall, readCall } from "./call.ts";
import { AgiSession } from "./session.ts";

/** What is done with a call. When it is done, or throws, the dialplan goes on with its next line. */
export type AgiHandler = (call: AgiCall, session: AgiSession) => Promise<void>;

export interface AgiServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Addresses, or networks as `10.0.0.0/8`, that may connect; the machine itself by default. */
  readonly allowed?: readonly string[];
  readonly maxConnections?: number;
  /** How long a peer has to describe its call, ms. */
  readonly callWithinMs?: number;
  /** How long a caller may be left alone between two commands, ms; see `SessionOptions`. */
  readonly graceMs?: number;
  readonly clock: Clock;
  readonly handler: AgiHandler;
  /** Hears of a handler that threw. */
  readonly failed?: (error: unknown, call: AgiCall) => void;
}

const MAX_LINE_BYTES = 16 * 1024;
/** Of the whole description of a call: Asterisk's takes one or two kilobytes. */
const MAX_CALL_BYTES = 32 * 1024;
const MOST_CONNECTIONS = 1_000;
const THIS_MACHINE = ["127.0.0.0/8", "::1"];

/** The server that the dialplan's `AGI(agi://…)` lines reach. */
export class AgiServer {
  readonly #options: AgiServerOptions;
  readonly #allowed = new BlockList();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Those that have not described a call, the oldest first. */
  readonly #silent = new Set<Socket>();

  constructor(options: AgiServerOptions) {
    this.#options = options;
    for (const entry of options.allowed ?? THIS_MACHINE) {
      const [address = "", bits] = entry.split("/");
      const family = isIP(address) === 6 ? "ipv6" : "ipv4";
      if (bits === undefined) this.#allowed.addAddress(address, family);
      else this.#allowed.addSubnet(address, Number(bits), family);
    }
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /** Begins to listen, and gives the address. Rejects with the system's error when it cannot. */
  listen(): Promise<{ host: string; port: number }> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host: this.#options.host, port: this.#options.port }, () => {
        this.#server.off("error", reject);
        // Running out of file descriptors loses the connection at hand, never the server.
        this.#server.on("error", () => {});
        const { address, port } = this.#server.address() as AddressInfo;
        resolve({ host: address, port });
      });
    });
  }

  /** Stops listening and gives every call back to its dialplan. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #accept(socket: Socket): void {
    socket.on("error", () => {});
    const address = socket.remoteAddress ?? "";
    if (!this.#allowed.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")) {
      socket.destroy();
      return;
    }
    if (!this.#isRoom()) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    this.#silent.add(socket);
    const { clock, callWithinMs = 5_000, graceMs = 8_000 } = this.#options;
    const tooSlow = clock.at(clock.now() + callWithinMs, () => socket.destroy());
    const wire = {
      write: (text: string) => void socket.write(text),
      close: () => socket.destroySoon(),
    };
    const session = new AgiSession(wire, { clock, graceMs });
    const splitter = new LineSplitter({ crlf: false, maxBytes: MAX_LINE_BYTES });
    let described: string[] | null = [];
    let describedBytes = 0;
    socket.on("data", (chunk: Uint8Array) => {
      if (described !== null) {
        describedBytes += chunk.length;
        if (describedBytes > MAX_CALL_BYTES) return void socket.destroy();
      }
      for (const line of splitter.push(chunk)) {
        if (described === null) session.receive(line);
        else if (line !== "") described.push(line ?? "");
        else {
          tooSlow.cancel();
          this.#silent.delete(socket);
          const call = readCall(described);
          described = null;
          if (!call) return void socket.destroy();
          void this.#handle(call, session);
        }
      }
    });
    socket.on("close", () => {
      tooSlow.cancel();
      this.#sockets.delete(socket);
      this.#silent.delete(socket);
      session.close();
    });
  }

  /** Who connects and says nothing keeps no call out: the oldest of them makes room. */
  #isRoom(): boolean {
    if (this.#sockets.size < (this.#options.maxConnections ?? MOST_CONNECTIONS)) return true;
    const [oldest] = this.#silent;
    if (!oldest) return false;
    this.#sockets.delete(oldest);
    this.#silent.delete(oldest);
    oldest.destroy();
    return true;
  }

  async #handle(call: AgiCall, session: AgiSession): Promise<void> {
    try {
      await this.#options.handler(call, session);
    } catch (error) {
      this.#options.failed?.(error, call);
    } finally {
      session.close();
    }
  }
}
