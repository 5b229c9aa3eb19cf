import type { SkillId } from "../../line/ids.ts";
import type { Timer } from "../../time/clock.ts";
import type { Order, Report } from "../port.ts";
import type { AgiCall } from "./agi/call.ts";
import { AgiServer } from "./agi/server.ts";
import type { AgiSession } from "./agi/session.ts";
import { AgiDoor } from "./agi-door.ts";
import { queueStatus } from "./ami/actions.ts";
import { AmiConnection } from "./ami/connection.ts";
import type { AmiMessage } from "./ami/messages.ts";
import type { AsteriskGiven } from "./asterisk-given.ts";
import { Attempts } from "./attempts.ts";
import { AwaitedOrders } from "./awaited-orders.ts";
import { sentence } from "./check/findings.ts";
import { obstacle } from "./check/obstacle.ts";
import { whatKeepsFromHolding } from "./check/queue/placeholder-check.ts";
import { inboundDialogue } from "./dialogues/inbound-dialogue.ts";
import { type ReturnGiven, returnDialogue } from "./dialogues/return-dialogue.ts";
import { testDialogue } from "./dialogues/test-dialogue.ts";
import { turnedAwayDialogue } from "./dialogues/turned-away.ts";
import { isNobody, isTestCall } from "./identity.ts";
import { KnownChannels } from "./known-channels.ts";
import { Lease } from "./lease.ts";
import { Outlet } from "./outlet.ts";
import { type ManagerRights, managerRights, permitted, rightsText } from "./printed/manager-rights.ts";
import { Placeholders } from "./queues/placeholders.ts";
import { QueueEvents } from "./queues/queue-events.ts";
import { extensionOf } from "./queues/queue-names.ts";
import { Queues } from "./queues/queues.ts";
import { Roster } from "./queues/roster.ts";
import { ServedNotes } from "./queues/served-notes.ts";
import { askForSight, type Sight } from "./queues/snapshot.ts";
import { Withdrawals } from "./queues/withdrawals.ts";
import { returnLimits } from "./return-limits.ts";

const RETRY_MS = 1_000;
/** How often everything is read that no event reports: it is known within a minute, the time of the answer included. */
const LOOK_AGAIN_MS = 50_000;

/** What was known when a snapshot was begun: what came since is not missed in it. */
interface Known {
  readonly calls: ReadonlySet<string>;
  readonly legs: ReadonlySet<string>;
}

/** One life of the exchange, from connecting to disconnecting. */
export class AsteriskLife {
  readonly #given: AsteriskGiven;
  readonly #queues: Queues;
  readonly #outlet: Outlet;
  readonly #orders: AwaitedOrders;
  readonly #ami: AmiConnection;
  readonly #agi: AgiServer;
  readonly #channels: KnownChannels;
  readonly #door: AgiDoor;
  readonly #lease: Lease;
  readonly #attempts: Attempts;
  readonly #events: QueueEvents;
  readonly #roster: Roster;
  readonly #withdrawals: Withdrawals;
  readonly #notes: ServedNotes;
  readonly #placeholders: Placeholders;
  /** The skills in whose queues a placeholder holds an agent, and does nothing else. */
  #reserves: readonly SkillId[] = [];
  #retry: Timer | null = null;
  #round: Timer | null = null;
  /** A snapshot was reported, and every event since. */
  #current = false;
  /** Of this session; `null` before they are known. */
  #rights: ManagerRights | null = null;
  /** What stood in the way and was logged: each once, however often it is tried. */
  #warned = "";
  #ended = false;

  constructor(given: AsteriskGiven, receive: (report: Report) => void) {
    const { clock, random, queues, trunks, country, callerId, cdr } = given;
    this.#given = given;
    this.#queues = new Queues(queues);
    this.#outlet = new Outlet(receive);
    this.#orders = new AwaitedOrders(clock);
    this.#ami = new AmiConnection(
      { ...given.ami, events: "system,call,agent,user", clock, random },
      {
        connected: () => void this.#catchUp(),
        lost: (why) => this.#lost(why),
        failed: (why) => {
          const what = sentence(obstacle(why, given.ami), "en");
          if (this.#isNews(what)) given.log.warn({ why, what }, "Asterisk's manager cannot be reached");
        },
        event: (event) => this.#event(event),
      },
    );
    const report = (one: Report) => this.#outlet.report(one);
    report({ type: "exchange-lost" });
    const leased = queues.filter((one) => one.smartWait !== "off").map(extensionOf);
    const { secret = () => null, address, ...listening } = given.agi;
    this.#lease = new Lease(this.#ami, clock, { queues: leased, address, isOurs: given.isOwner });
    const ami = permitted(this.#ami, () => this.#rights);
    this.#attempts = new Attempts({
      ami,
      report,
      queues: this.#queues,
      trunks,
      country,
      ...(callerId === undefined ? {} : { callerId }),
      ...(cdr === undefined ? {} : { cdr }),
    });
    this.#events = new QueueEvents(this.#queues, this.#attempts, report);
    this.#roster = new Roster(this.#queues, clock, report);
    this.#withdrawals = new Withdrawals(this.#ami, this.#queues);
    this.#notes = new ServedNotes(this.#ami, this.#queues);
    this.#placeholders = new Placeholders(ami, this.#queues, (queue) => {
      given.log.warn({ queue }, "Asterisk rang an agent for a placeholder: none is used in this queue");
      void this.#lookAtQueues();
    });
    this.#channels = new KnownChannels(this.#ami, clock);
    this.#door = new AgiDoor({ channels: this.#channels, secret, clock, log: given.log });
    this.#agi = new AgiServer({
      ...listening,
      clock,
      handler: (call, session) => this.#handle(call, session),
      failed: (err, call) => given.log.warn({ err, call: call.uniqueid }, "a dialogue failed"),
    });
    void this.#listen();
  }

  /** Whether all that happens in Asterisk is known and reported. */
  get current(): boolean {
    return this.#current;
  }

  /** Whether return calls can be placed; no until Asterisk was asked what it lets us do. */
  get dials(): boolean {
    return this.#rights !== null && !this.#isRestricted;
  }

  /** Whether a waiting caller can be taken out of a queue, to be promised a call; no until Asterisk was asked. */
  get withdraws(): boolean {
    return !this.#isRestricted && (this.#rights?.knows("QueueWithdrawCaller") ?? false);
  }

  /** The skills in which an agent can be held for a return call. */
  get reserves(): readonly SkillId[] {
    return this.#isRestricted ? [] : this.#reserves;
  }

  /** What the manager's user lacks, a sentence; `null`: nothing that is known. Nobody is offered anything or called meanwhile. */
  get lacking(): string | null {
    if (!this.#isRestricted) return null;
    const { username } = this.#given.ami;
    return `Asterisk's manager user ${username} lacks rights in manager.conf (${rightsText(this.#rights!.missing)}); nobody is offered a return call or called back`;
  }

  get #isRestricted(): boolean {
    return this.#rights !== null && this.#rights.missing.length > 0;
  }

  execute(order: Order): void {
    if (order.type === "dial") this.#attempts.dial(order);
    else if (order.type === "hang-up") this.#attempts.hangUp(order.attempt);
    else if (order.type === "reserve") this.#placeholders.hold(order);
    else if (order.type === "release") this.#placeholders.letGo(order.callback);
    else if (order.type !== "withdraw") this.#orders.give(order);
    // Nobody is taken out of a queue to be promised what cannot be kept.
    else if (!this.#isRestricted) this.#withdrawals.give(order);
  }

  end(): void {
    this.#ended = true;
    this.#current = false;
    this.#retry?.cancel();
    this.#round?.cancel();
    this.#roster.clear();
    this.#outlet.close();
    this.#placeholders.letAllGo();
    // The lease goes first: a caller who arrives meanwhile is not brought to a server that is gone.
    void this.#lease.giveUp().then(() => this.#ami.stop());
    void this.#agi.close();
  }

  /** Where calls come in there is one of us: who cannot listen, as another one does, leaves Asterisk alone. */
  async #listen(): Promise<void> {
    const { log, clock, agi } = this.#given;
    const { host, port } = agi;
    try {
      await this.#agi.listen();
      if (this.#ended) await this.#agi.close();
      else this.#ami.start();
    } catch (err) {
      if (this.#ended) return;
      log.warn({ err, host, port }, "the AGI server cannot listen");
      this.#retry = clock.at(clock.now() + RETRY_MS, () => void this.#listen());
    }
  }

  #lost(why: string): void {
    const wasCurrent = this.#current;
    this.#current = false;
    this.#lease.pause();
    this.#round?.cancel();
    this.#withdrawals.lost();
    if (this.#ended) return;
    // What happened before a snapshot that never came is in the next one.
    this.#outlet.drop();
    if (wasCurrent) this.#outlet.report({ type: "exchange-lost" });
    if (why !== "renewed") this.#given.log.warn({ why }, "Asterisk's manager is lost");
  }

  /** Whether a warning says something else than the one before it: what stays wrong is logged once. */
  #isNews(warning: string): boolean {
    const isNews = warning !== this.#warned;
    this.#warned = warning;
    return isNews;
  }

  #event(event: AmiMessage): void {
    this.#channels.event(event);
    this.#placeholders.event(event);
    // What a call of nobody does to agents is all that is reported of it.
    if (!isNobody(event.get("Uniqueid") ?? "")) {
      this.#attempts.event(event);
      this.#events.event(event);
      this.#withdrawals.event(event);
    }
    this.#roster.event(event);
  }

  async #catchUp(): Promise<void> {
    if (this.#ended) return;
    const { clock, log } = this.#given;
    this.#outlet.hold();
    this.#roster.hush();
    this.#roster.listBegins();
    this.#channels.forget();
    const known = { calls: this.#events.known(), legs: this.#attempts.known() };
    this.#rights = await managerRights(this.#ami, this.#given.ami.username);
    if (this.#ended || !this.#ami.connected) return;
    this.#tellRights();
    this.#reserves = await this.#whereAgentsAreHeld();
    const each = (item: AmiMessage) => {
      this.#channels.event(item);
      this.#roster.event(item);
    };
    const sight = await askForSight(this.#ami, this.#queues, this.#notes, each, clock.now());
    if (this.#ended || !this.#ami.connected) return;
    if (!sight) {
      if (this.#isRestricted) return this.#lookAgainSoon();
      log.warn({}, "Asterisk does not say what it holds");
      this.#retry = clock.at(clock.now() + RETRY_MS, () => void this.#catchUp());
      return;
    }
    this.#roster.listEnds();
    this.#outlet.release(this.#adopt(sight, known));
    this.#roster.speak();
    this.#attempts.dialUnsent();
    this.#current = true;
    const { calls, attempts, served } = sight;
    log.info(
      { calls: calls.length, attempts: attempts.length, served: served.length },
      "Asterisk is connected",
    );
    // Only now may Asterisk bring calls.
    if (this.#isRestricted) void this.#lease.giveUp();
    else this.#lease.hold();
    this.#lookAgainSoon();
  }

  #tellRights(): void {
    if (!this.#isRestricted) {
      this.#warned = "";
      return;
    }
    const { ami, log } = this.#given;
    const lacking = rightsText(this.#rights!.missing);
    if (this.#isNews(lacking))
      log.warn(
        { username: ami.username, lacking },
        "Asterisk's manager user lacks rights in manager.conf: nobody is offered a return call or called back",
      );
  }

  #lookAgainSoon(): void {
    const { clock } = this.#given;
    this.#round = clock.at(clock.now() + LOOK_AGAIN_MS, () => void this.#lookAgain());
  }

  async #lookAgain(): Promise<void> {
    // Rights are given at the login: logging in again brings those that were added.
    if (this.#isRestricted) return this.#ami.renew();
    this.#lookAgainSoon();
    this.#roster.listBegins();
    const each = (item: AmiMessage) => {
      this.#roster.event(item);
      if (!isNobody(item.get("Uniqueid") ?? "")) this.#events.event(item);
    };
    if (await queueStatus(this.#ami, { each })) this.#roster.listEnds();
    await this.#notes.deleteOld(this.#attempts.known());
    await this.#lookAtQueues();
  }

  /** Where agents can be held is in the snapshot: one more is taken when that has changed. */
  async #lookAtQueues(): Promise<void> {
    const reserves = await this.#whereAgentsAreHeld();
    if (this.#current && String(reserves) !== String(this.#reserves)) this.#ami.renew();
  }

  async #whereAgentsAreHeld(): Promise<readonly SkillId[]> {
    const wanted = this.#queues.all.filter((one) => one.holdsAgents && !this.#placeholders.failedIn(one));
    const kept = new Set(
      (await whatKeepsFromHolding(this.#ami, wanted, this.#queues)).map(({ details }) => details["queue"]),
    );
    return wanted.filter(({ queue }) => !kept.has(queue)).map(({ skill }) => skill);
  }

  #adopt({ calls, attempts, served, legs }: Sight, known: Known): Report {
    const agents = this.#roster.agents(new Set(calls.map(({ call }) => call)));
    const callers = calls.filter(({ call }) => !legs.has(call));
    this.#events.found(new Map(callers.map(({ call, skill }) => [call, skill])), known.calls);
    const since = this.#attempts.found(legs, known.legs);
    const dialling = since.map((attempt) => ({ attempt, progress: "dialling" as const }));
    return { type: "snapshot", calls, attempts: [...attempts, ...dialling], agents, served };
  }

  /** Whatever this does not do, the dialplan does: the call is seated. */
  async #handle(call: AgiCall, session: AgiSession): Promise<void> {
    if (!this.#current || !(await this.#door.admits(call, session.over)) || !this.#current) return;
    const { clock, prompts, recordings, log } = this.#given;
    const given = {
      clock,
      prompts,
      ...(recordings === undefined ? {} : { recordings: recordings.replace(/\/?$/, "/") }),
      queues: this.#queues,
      orders: this.#orders,
      missingPrompt: (file: string) => log.warn({ file }, "a prompt is missing"),
    };
    if (isTestCall(call.uniqueid)) {
      if (call.script === "return") await testDialogue(call, session, given);
    } else if (call.script === "return" || call.script === "turned-away") {
      const progress: ReturnGiven["progress"] = (attempt, what, laterMs) =>
        this.#attempts.progress(attempt, what, laterMs, call.uniqueid);
      const dialogue = call.script === "return" ? returnDialogue : turnedAwayDialogue;
      await dialogue(call, session, { ...given, progress });
    } else if (call.script === "limits") {
      await returnLimits(call, session, { ami: this.#ami, queues: this.#queues });
    } else if (call.script === "in" && !this.#isRestricted) {
      const queue = this.#queues.at(call.query.get("queue"));
      if (queue) this.#events.opened(call.uniqueid, queue.skill);
      const report = (one: Report) => this.#outlet.report(one);
      await inboundDialogue(call, session, { ...given, report, withdrawals: this.#withdrawals });
    }
  }
}
