import type { Clock, Timer } from "../../../time/clock.ts";
import { noReply, type Reply, ReplyAssembler } from "./replies.ts";

/** How a session writes to Asterisk, and ends. */
interface Wire {
  write(text: string): void;
  close(): void;
}

interface SessionOptions {
  readonly clock: Clock;
  /**
   * How long a caller may be left alone, ms: the time that Espera may take between two commands, and so, when it
   * hangs, what a caller loses.
   */
  readonly graceMs: number;
}

/** Asterisk reads a command into a buffer of 2048 bytes. */
const MAX_COMMAND_BYTES = 2000;
/** How much later than Asterisk's own watchdog a command without reply is given up. */
const REPLY_SLACK_MS = 2_000;
/** A peer that sends this many lines that answer nothing is no Asterisk. */
const MAX_STRAY_LINES = 500;

interface Waiting {
  /** What is written after the next reply, which is then not the command's. */
  next: string | null;
  readonly settle: (reply: Reply) => void;
  readonly timer: Timer;
}

/**
 * One call under Espera's commands. Before each command Asterisk's watchdog is wound: should Espera then be silent
 * for too long, the dialplan takes the call back and seats it.
 */
export class AgiSession {
  readonly #wire: Wire;
  readonly #options: SessionOptions;
  readonly #assembler = new ReplyAssembler();
  #waiting: Waiting | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #strays = 0;
  #hungUp = false;
  #closed = false;
  #tellOver: () => void = () => {};
  /**
   * Resolves when nothing more can be done for the call here: the caller hung up, the watchdog took the call back,
   * or the connection ended. It does not say which: the manager's events do.
   */
  readonly over: Promise<void>;

  constructor(wire: Wire, options: SessionOptions) {
    this.#wire = wire;
    this.#options = options;
    this.over = new Promise((resolve) => {
      this.#tellOver = resolve;
    });
  }

  /** Whether Asterisk said `HANGUP`: the caller went, or the watchdog took the call back. */
  get hungUp(): boolean {
    return this.#hungUp;
  }

  /** Whether the connection has ended, from either side. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Sends one command that takes at most `longestMs`, and gives its reply; one that is asked meanwhile waits its
   * turn. Never rejects.
   */
  command(text: string, longestMs: number): Promise<Reply> {
    const reply = this.#turn.then(() => this.#send(text, longestMs));
    this.#turn = reply;
    return reply;
  }

  /** Gives the call back to the dialplan's next line. What has not been replied to is gone. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wire.close();
    this.#settle(noReply("gone"));
    this.#tellOver();
  }

  /** Takes a line that Asterisk sent; `null` is one that was too long. */
  receive(line: string | null): void {
    if (this.#closed) return;
    const reply = line === null ? null : this.#assembler.line(line);
    if (reply === "hangup") {
      this.#hungUp = true;
      this.#tellOver();
    } else if (reply && this.#waiting) {
      const { next } = this.#waiting;
      this.#waiting.next = null;
      if (next === null) this.#settle(reply);
      else this.#wire.write(next);
    } else if (++this.#strays > MAX_STRAY_LINES) this.close();
  }

  #send(text: string, longestMs: number): Promise<Reply> {
    if (/[\r\n\0]/.test(text) || Buffer.byteLength(text) > MAX_COMMAND_BYTES || text.trim() === "")
      return Promise.resolve(noReply("unsafe"));
    if (this.#closed) return Promise.resolve(noReply("gone"));
    const { clock, graceMs } = this.#options;
    const watchdogS = Math.ceil((Math.max(0, longestMs) + graceMs) / 1000);
    return new Promise((settle) => {
      const timer = clock.at(clock.now() + watchdogS * 1000 + REPLY_SLACK_MS, () => this.close());
      // Asterisk looks for a second line of one piece only when another piece comes: so they go one by one.
      this.#waiting = { next: `${text}\n`, settle, timer };
      this.#wire.write(`SET VARIABLE TIMEOUT(absolute) ${watchdogS}\n`);
    });
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#strays = 0;
    waiting?.timer.cancel();
    waiting?.settle(reply);
  }
}
