import { createHash } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";

/** One manager session as the fake Asterisk sees it. */
export interface Session {
  readonly socket: Socket;
  /** The actions that came, each as its lines. */
  readonly actions: string[][];
  readonly send: (...lines: string[]) => void;
}

/** What the fake does with an action instead of its usual answer; `true` when that was all. */
type Manners = (session: Session, action: string, lines: string[], id: string) => boolean;

const SECRET = "correct horse";
const CHALLENGE = "840415273";

/** A fake Asterisk's manager interface on a loopback port: as much of the real one's answers as the tests need. */
export class AmiPeer {
  readonly sessions: Session[] = [];
  manners: Manners = () => false;
  greeting = "Asterisk Call Manager/11.0.0\r\n";
  readonly #server: Server;

  /** With a certificate (PEM) and its key it speaks TLS. */
  constructor(tls?: { readonly cert: string; readonly key: string }) {
    const accept = (socket: Socket) => this.#accept(socket);
    this.#server = tls ? createTlsServer(tls, accept) : createServer({ noDelay: true }, accept);
  }

  get latest(): Session {
    return this.sessions.at(-1)!;
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, "127.0.0.1", () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    for (const { socket } of this.sessions) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket): void {
    const send = (...lines: string[]) => void socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    const session: Session = { socket, actions: [], send };
    this.sessions.push(session);
    socket.on("error", () => {});
    socket.write(this.greeting);
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      for (let end = text.indexOf("\r\n\r\n"); end >= 0; end = text.indexOf("\r\n\r\n")) {
        const lines = text.slice(0, end).split("\r\n");
        text = text.slice(end + 4);
        session.actions.push(lines);
        const action = header(lines, "Action") ?? "";
        const id = header(lines, "ActionID") ?? "";
        if (!this.manners(session, action, lines, id)) answer(session, action, lines, id);
      }
    });
  }
}

/** The value of an action's header. */
export function header(lines: readonly string[], name: string): string | undefined {
  return lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
}

function answer({ send, socket }: Session, action: string, lines: string[], id: string): void {
  const ok = (...more: string[]) => send("Response: Success", `ActionID: ${id}`, ...more);
  if (action === "Challenge") ok(`Challenge: ${CHALLENGE}`);
  else if (action === "Login") {
    const key = createHash("md5")
      .update(CHALLENGE + SECRET)
      .digest("hex");
    if (header(lines, "Key") === key || header(lines, "Secret") === SECRET) {
      ok("Message: Authentication accepted");
      send("Event: FullyBooted", "Privilege: system,all", "Uptime: 5");
      send("Event: SuccessfulAuth", "Privilege: security,all");
    } else {
      send("Response: Error", `ActionID: ${id}`, "Message: Authentication failed");
      socket.end();
    }
  } else if (action === "Ping") ok("Ping: Pong", "Timestamp: 1795337198.000001");
  else ok("Message: done");
}

/** The fake's secret. */
export const secret = SECRET;

/** A clock at a plain time, which only the test moves. */
export function stillClock(): VirtualClock {
  return new VirtualClock(1_000_000);
}

/** Lets the loopback traffic go on until `reached`; fails when that has not come after ten seconds. */
export async function until(reached: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!reached()) {
    if (Date.now() > end) throw new Error(`never reached: ${String(reached)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
