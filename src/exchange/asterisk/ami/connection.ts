import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Random } from "../../../queueing/random.ts";
import type { Clock, Timer } from "../../../time/clock.ts";
import { backoffMs, GOOD_AFTER_MS } from "./backoff.ts";
import { AmiLink, type LinkEnd } from "./link.ts";
import type { ActionHeaders, AmiMessage } from "./messages.ts";
import type { ActionOptions, ActionResult, ListResult } from "./results.ts";
import { type AmiTls, connectTls, speaksTls } from "./tls.ts";

export interface AmiOptions {
  readonly host: string;
  readonly port: number;
  /** Speaks TLS; left out: in the clear. */
  readonly tls?: AmiTls;
  readonly username: string;
  readonly secret: string;
  /** `md5` (the default) never sends the secret itself. */
  readonly authentication?: "md5" | "secret";
  /** Which classes of events to get; with `system` among them the connection waits for Asterisk to be fully booted. */
  readonly events?: string;
  readonly clock: Clock;
  /** For the jitter and for the ids of actions: two lives of a process must not draw the same. */
  readonly random: Random;
  readonly loginWithinMs?: number;
  readonly actionWithinMs?: number;
  readonly pingEveryMs?: number;
  readonly pingWithinMs?: number;
}

/** Who hears of the connection. None of these may throw. */
export interface AmiListener {
  /** Logged in: actions can be sent and events come from now on. What happened before is in no event. */
  connected(): void;
  /** The connection that stood is gone; it is sought again. */
  lost(why: LinkEnd): void;
  /** A try to connect failed; the next comes by itself. */
  failed(why: LinkEnd): void;
  /**
   * An event, in Asterisk's order. Those that follow a list in the same piece of the stream come before the list's
   * promise is looked at: who takes a snapshot holds events back from asking to having it.
   */
  event(event: AmiMessage): void;
}

/** A connection to Asterisk's manager interface that comes back by itself until it is stopped. */
export class AmiConnection {
  readonly #options: AmiOptions;
  readonly #listener: AmiListener;
  readonly #idPrefix: string;
  #lastId = 0;
  #link: AmiLink | null = null;
  #retry: Timer | null = null;
  #failures = 0;
  /** Since when it is connected, epoch ms; `null` while it is not. */
  #since: number | null = null;
  #running = false;

  constructor(options: AmiOptions, listener: AmiListener) {
    this.#options = options;
    this.#listener = listener;
    this.#idPrefix = `espera-${Math.floor(options.random.uniform() * 2 ** 52).toString(36)}`;
  }

  /** Whether actions can be sent. */
  get connected(): boolean {
    return this.#since !== null;
  }

  /** Connects, and again whenever the connection is lost, until `stop()`. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#failures = 0;
    this.#open();
  }

  /** Ends the connection; a connection that stood is reported as `lost`. */
  stop(): void {
    this.#running = false;
    this.#retry?.cancel();
    this.#retry = null;
    this.#link?.end("stopped");
  }

  /** Logs in again: rights that were given meanwhile hold from then on. A connection that stood is reported as `lost`. */
  renew(): void {
    this.#link?.end("renewed");
  }

  /** Sends an action and gives Asterisk's answer, or why there is none. Never rejects. */
  async action(
    name: string,
    headers: ActionHeaders = {},
    options: ActionOptions = {},
  ): Promise<ActionResult> {
    return this.#link?.action(name, headers, options) ?? { outcome: "not-sent", why: "not-connected" };
  }

  /** Sends an action that answers with events, and collects these up to `completeEvent`. Never rejects. */
  async list(
    name: string,
    headers: ActionHeaders,
    completeEvent: string,
    options: ActionOptions = {},
  ): Promise<ListResult> {
    return (
      this.#link?.list(name, headers, completeEvent, options) ?? {
        outcome: "not-sent",
        why: "not-connected",
      }
    );
  }

  #open(): void {
    this.#retry = null;
    const { authentication = "md5", events = "system,call,agent" } = this.#options;
    const { loginWithinMs = 15_000, actionWithinMs = 10_000 } = this.#options;
    const { pingEveryMs = 5_000, pingWithinMs = 5_000 } = this.#options;
    const { username, secret, clock } = this.#options;
    const settings = { username, secret, authentication, events, clock };
    const limits = { loginWithinMs, actionWithinMs, pingEveryMs, pingWithinMs };
    const newActionId = () => `${this.#idPrefix}-${++this.#lastId}`;
    this.#link = new AmiLink(
      this.#dial(),
      { ...settings, ...limits, newActionId },
      {
        ready: () => {
          this.#since = clock.now();
          this.#listener.connected();
        },
        event: (event) => this.#listener.event(event),
        ended: (why) => this.#ended(why),
      },
    );
  }

  #dial(): Duplex {
    const { host, port, tls } = this.#options;
    return tls ? connectTls(host, port, tls) : connect({ host, port, noDelay: true });
  }

  #ended(why: LinkEnd): void {
    const { clock, random } = this.#options;
    const stood = this.#since === null ? null : clock.now() - this.#since;
    this.#since = null;
    this.#link = null;
    this.#failures = stood !== null && stood >= GOOD_AFTER_MS ? 1 : this.#failures + 1;
    if (this.#running)
      this.#retry = clock.at(clock.now() + backoffMs(this.#failures, random), () => this.#open());
    if (stood !== null) this.#listener.lost(why);
    else if (why === "silent" && !this.#options.tls) void this.#reportWhySilent();
    else if (why !== "stopped") this.#listener.failed(why);
  }

  /** With TLS nothing is sent before the greeting. */
  async #reportWhySilent(): Promise<void> {
    const { host, port } = this.#options;
    const why = (await speaksTls(host, port)) ? "peer-tls" : "silent";
    if (this.#running) this.#listener.failed(why);
  }
}
