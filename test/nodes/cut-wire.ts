import { createConnection, createServer, type Server, type Socket } from "node:net";

/** What becomes of the next message to the database that has a text in it. */
export type Cut =
  /** It is lost, and the connection with it. */
  | "request"
  /** It arrives; its answer is lost, and the connection with it. */
  | "answer"
  /** It arrives, and the answer stays away, on a connection that stands. */
  | "stall";

/** A wire to a database that fails on command: a proxy before its socket. */
export class CutWire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #wanted = new Map<string, Cut>();
  /** How many messages were cut. */
  cuts = 0;

  /** `target`: the path of the database's socket. */
  static async open(target: string): Promise<CutWire> {
    const wire = new CutWire(target);
    await new Promise<void>((resolve) => wire.#server.listen(0, "127.0.0.1", resolve));
    return wire;
  }

  private constructor(target: string) {
    this.#server = createServer((near) => {
      const far = createConnection(target);
      let silent = false;
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
      }
      far.on("data", (bytes) => {
        if (!silent) near.write(bytes);
      });
      near.on("data", (bytes: Buffer) => {
        const cut = this.#cutOf(bytes);
        if (cut === "request") {
          near.destroy();
          return;
        }
        silent ||= cut !== null;
        far.write(bytes);
        // By then the database has done what it was asked.
        if (cut === "answer") far.once("data", () => near.destroy());
      });
    });
  }

  /** The address of a database by this wire. */
  through(address: string): string {
    const url = new URL(address);
    const { port } = this.#server.address() as { readonly port: number };
    url.searchParams.delete("host");
    url.host = `127.0.0.1:${port}`;
    return url.href;
  }

  /** From now on nothing passes on connections that stand, not even that the other side went away. */
  silence(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  /** Cuts the next message with this text in it. */
  cutNext(text: string, cut: Cut): void {
    this.#wanted.set(text, cut);
  }

  /** Ends the connections that stand; new ones pass. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.drop();
    this.#server.close();
  }

  #cutOf(bytes: Buffer): Cut | null {
    const found = [...this.#wanted].find(([text]) => bytes.includes(text));
    if (!found) return null;
    const [text, cut] = found;
    this.#wanted.delete(text);
    this.cuts++;
    return cut;
  }
}
