import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Clock, Timer } from "../../../time/clock.ts";
import { type ActionHeaders, type AmiMessage, MessageReader, writeAction } from "./messages.ts";
import type { ActionOptions, ActionResult, ListResult } from "./results.ts";
import { type TlsEnd, tlsEnd } from "./tls.ts";

interface LinkOptions {
  readonly username: string;
  readonly secret: string;
  /** `md5` never sends the secret itself. */
  readonly authentication: "md5" | "secret";
  /** Which classes of events to get, such as `system,call,agent`. */
  readonly events: string;
  /** From the first byte to `ready`, ms. */
  readonly loginWithinMs: number;
  readonly actionWithinMs: number;
  readonly pingEveryMs: number;
  readonly pingWithinMs: number;
  readonly clock: Clock;
  readonly newActionId: () => string;
}

/**
 * Why a link ended. `silent`: the peer took the connection and said nothing; `peer-tls`: because it speaks TLS;
 * `hung-up`: it closed before the login was answered; `renewed`: we log in again.
 */
export type LinkEnd =
  | TlsEnd
  | "unreachable"
  | "silent"
  | "peer-tls"
  | "hung-up"
  | "not-ami"
  | "login-refused"
  | "login-slow"
  | "ping-unanswered"
  | "closed"
  | "renewed"
  | "stopped";

interface LinkWatcher {
  ready(): void;
  event(event: AmiMessage): void;
  /** Once, and the last that is heard of the link. */
  ended(why: LinkEnd): void;
}

interface Pending {
  readonly completeEvent: string | null;
  readonly items: AmiMessage[];
  readonly each: ((item: AmiMessage) => void) | undefined;
  readonly timer: Timer;
  answered: Extract<ActionResult, { outcome: "answered" }> | null;
  readonly settle: (result: ListResult) => void;
}

const GREETING = "Asterisk Call Manager/";
/** An Asterisk that is not fully booted says so later; one whose user may not read `system` events never does. */
const BOOT_WITHIN_MS = 5_000;
/** More than this unread by Asterisk, and nothing further is sent. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** One manager session, from connecting to its end: login, actions and their answers, events, and the ping that proves it alive. */
export class AmiLink {
  readonly #options: LinkOptions;
  readonly #watcher: LinkWatcher;
  readonly #stream: Duplex;
  readonly #reader = new MessageReader();
  readonly #pending = new Map<string, Pending>();
  #stage: "greeting" | "entering" | "ready" | "ended" = "greeting";
  /** The login's deadline, then the next ping. */
  #timer: Timer;
  #booted: (() => void) | null = null;
  #heard = false;

  /** Begins to talk on `stream`, which may still be connecting. */
  constructor(stream: Duplex, options: LinkOptions, watcher: LinkWatcher) {
    this.#stream = stream;
    this.#options = options;
    this.#watcher = watcher;
    this.#timer = this.#after(options.loginWithinMs, () => this.end(this.#heard ? "login-slow" : "silent"));
    stream.on("data", (chunk: Uint8Array) => this.#receive(chunk));
    stream.on("error", (error: NodeJS.ErrnoException) => this.#broken(error.code ?? ""));
    stream.on("end", () => this.#broken("ECONNRESET"));
    stream.on("close", () => this.#broken(""));
  }

  /** Sends an action and gives its answer. Never rejects. */
  async action(name: string, headers: ActionHeaders, options: ActionOptions): Promise<ActionResult> {
    if (this.#stage !== "ready") return { outcome: "not-sent", why: "not-connected" };
    return this.#ask(name, headers, null, options);
  }

  /** Sends an action and gives its answer with the events up to `completeEvent`. Never rejects. */
  async list(
    name: string,
    headers: ActionHeaders,
    completeEvent: string,
    options: ActionOptions,
  ): Promise<ListResult> {
    if (this.#stage !== "ready") return { outcome: "not-sent", why: "not-connected" };
    return this.#ask(name, headers, completeEvent, options);
  }

  /** Closes the link; what was asked and not answered is unknown. */
  end(why: LinkEnd): void {
    if (this.#stage === "ended") return;
    this.#stage = "ended";
    this.#timer.cancel();
    this.#booted?.();
    this.#stream.destroy();
    for (const id of this.#pending.keys()) this.#settle(id, { outcome: "unknown", why: "lost" });
    this.#watcher.ended(why);
  }

  #broken(code: string): void {
    if (this.#stage === "ready") this.end("closed");
    else if (this.#heard) this.end("hung-up");
    else this.end(tlsEnd(code) ?? (code === "ECONNRESET" ? "silent" : "unreachable"));
  }

  #receive(chunk: Uint8Array): void {
    this.#heard = true;
    for (const message of this.#reader.push(chunk)) {
      if (this.#stage === "greeting") this.#greeted();
      if (this.#stage === "ended") return;
      this.#take(message);
    }
    if (this.#stage === "greeting") this.#greeted();
  }

  #greeted(): void {
    const greeting = this.#reader.greeting;
    if (greeting === null) return;
    if (!greeting.startsWith(GREETING)) return this.end("not-ami");
    this.#stage = "entering";
    void this.#enter();
  }

  async #enter(): Promise<void> {
    const { username, secret, events } = this.#options;
    const booted = new Promise<void>((resolve) => {
      this.#booted = resolve;
    });
    const proof = await this.#proof(secret);
    if (proof.outcome !== "known") return this.end(proof.outcome);
    const credentials = { Username: username, ...proof.headers, Events: events };
    const login = await this.#ask("Login", credentials, null, {});
    if (login.outcome !== "answered") return this.end("login-slow");
    if (!login.success) return this.end("login-refused");
    const impatient = this.#after(BOOT_WITHIN_MS, () => this.#booted?.());
    await booted;
    impatient.cancel();
    if (this.#stage !== "entering") return;
    this.#stage = "ready";
    this.#timer.cancel();
    this.#pingLater();
    this.#watcher.ready();
  }

  /** The headers that prove who we are, or why there are none: Asterisk refuses to challenge, or does not answer. */
  async #proof(
    secret: string,
  ): Promise<
    | { readonly outcome: "known"; readonly headers: ActionHeaders }
    | { readonly outcome: "login-refused" | "login-slow" }
  > {
    if (this.#options.authentication === "secret") return { outcome: "known", headers: { Secret: secret } };
    const result = await this.#ask("Challenge", { AuthType: "md5" }, null, {});
    if (result.outcome !== "answered") return { outcome: "login-slow" };
    const challenge = result.response.get("Challenge");
    if (challenge === undefined) return { outcome: "login-refused" };
    const key = createHash("md5")
      .update(challenge + secret)
      .digest("hex");
    return { outcome: "known", headers: { AuthType: "md5", Key: key } };
  }

  #take(message: AmiMessage): void {
    const id = message.get("ActionID");
    const pending = id === undefined ? undefined : this.#pending.get(id);
    const event = message.get("Event");
    // An OriginateResponse is an event that has a `Response` as well.
    if (event === undefined) {
      if (id !== undefined && pending && message.get("Response") !== undefined)
        this.#answer(id, pending, message);
      return;
    }
    if (id !== undefined && pending?.completeEvent && pending.answered) {
      if (event !== pending.completeEvent) {
        pending.items.push(message);
        pending.each?.(message);
      } else this.#settle(id, { ...pending.answered, items: pending.items });
    } else if (this.#stage === "ready") this.#watcher.event(message);
    else if (event === "FullyBooted") this.#booted?.();
  }

  #answer(id: string, pending: Pending, response: AmiMessage): void {
    const success = response.get("Response") === "Success";
    const answered = {
      outcome: "answered",
      success,
      message: response.get("Message") ?? "",
      response,
    } as const;
    if (pending.completeEvent && success) pending.answered = answered;
    else this.#settle(id, { ...answered, items: [] });
  }

  #ask(
    name: string,
    headers: ActionHeaders,
    completeEvent: string | null,
    { withinMs = this.#options.actionWithinMs, actionId = this.#options.newActionId(), each }: ActionOptions,
  ): Promise<ListResult> {
    const bytes = this.#pending.has(actionId) ? null : writeAction(name, actionId, headers);
    if (bytes === null) return Promise.resolve({ outcome: "not-sent", why: "refused" });
    if (this.#stage === "ended" || !this.#stream.writable)
      return Promise.resolve({ outcome: "not-sent", why: "not-connected" });
    if (this.#stream.writableLength > MAX_UNSENT_BYTES)
      return Promise.resolve({ outcome: "not-sent", why: "congested" });
    return new Promise((settle) => {
      const timer = this.#after(withinMs, () =>
        this.#settle(actionId, { outcome: "unknown", why: "timeout" }),
      );
      this.#pending.set(actionId, { completeEvent, items: [], each, timer, answered: null, settle });
      this.#stream.write(bytes);
    });
  }

  #settle(actionId: string, result: ListResult): void {
    const pending = this.#pending.get(actionId);
    this.#pending.delete(actionId);
    pending?.timer.cancel();
    pending?.settle(result);
  }

  #pingLater(): void {
    this.#timer = this.#after(this.#options.pingEveryMs, () => void this.#ping());
  }

  async #ping(): Promise<void> {
    const result = await this.#ask("Ping", {}, null, { withinMs: this.#options.pingWithinMs });
    if (this.#stage !== "ready") return;
    if (result.outcome === "answered") this.#pingLater();
    else this.end("ping-unanswered");
  }

  #after(ms: number, wake: () => void): Timer {
    return this.#options.clock.at(this.#options.clock.now() + ms, wake);
  }
}
