import { connect, type Socket } from "node:net";

/** What the fake replies to a command; `null`: nothing. */
export type Channel = (command: string) => string | null;

/** A channel that runs an `AGI()` line: a fake Asterisk's side of one connection to the server. */
export class AgiPeer {
  readonly socket: Socket;
  /** All lines that came, in order. */
  readonly commands: string[] = [];
  /** How many lines came in each piece of the stream. */
  readonly pieces: number[] = [];
  channel: Channel;
  closed = false;
  #text = "";

  /** Connects, and describes the call as Asterisk does, unless `silent`. */
  constructor(
    port: number,
    {
      channel = livingChannel(),
      silent = false,
      from = "127.0.0.1",
      script = "in?queue=ventas",
      uniqueid = "rig-1795337198.0",
      caller = "34600111222",
    } = {},
  ) {
    this.channel = channel;
    this.socket = connect({ host: "127.0.0.1", port, noDelay: true, localAddress: from });
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      this.closed = true;
    });
    this.socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    const lines = described
      .join("\n")
      .replaceAll("in?queue=ventas", script)
      .replace("rig-1795337198.0", uniqueid)
      .replace("34600111222", caller);
    if (!silent) this.socket.write(`${lines}\n\n`);
  }

  /** The commands without the winding of the watchdog before each. */
  get work(): string[] {
    return this.commands.filter((line) => !line.startsWith("SET VARIABLE TIMEOUT"));
  }

  send(text: string): void {
    this.socket.write(text);
  }

  #receive(chunk: Buffer): void {
    this.#text += chunk.toString();
    const lines = this.#text.split("\n");
    this.#text = lines.pop()!;
    this.pieces.push(lines.length);
    for (const line of lines) {
      this.commands.push(line);
      const reply = this.channel(line);
      if (reply !== null) this.socket.write(reply);
    }
  }
}

/** Replies as a living channel does, with `special` for some commands (by how they begin). */
export function livingChannel(special: Record<string, string | null> = {}): Channel {
  return (command) => {
    const found = Object.keys(special).find((beginning) => command.startsWith(beginning));
    if (found !== undefined) return special[found]!;
    if (command.startsWith("SET VARIABLE") || command.startsWith("VERBOSE")) return "200 result=1\n";
    if (command === "CHANNEL STATUS") return "200 result=6\n";
    if (command.startsWith("STREAM FILE")) return "200 result=0 endpos=53033\n";
    if (/^(ANSWER|WAIT FOR DIGIT|GET VARIABLE)/.test(command)) return "200 result=0\n";
    return "510 Invalid or unknown command\n";
  };
}

export const described = [
  "agi_network: yes",
  "agi_network_script: in?queue=ventas",
  "agi_request: agi://127.0.0.1:4573/in?queue=ventas",
  "agi_channel: PJSIP/callers-00000000",
  "agi_language: es",
  "agi_type: PJSIP",
  "agi_uniqueid: rig-1795337198.0",
  "agi_callerid: 34600111222",
  "agi_context: espera-in",
  "agi_extension: ventas",
];
