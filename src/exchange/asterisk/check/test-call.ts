import type { Random } from "../../../queueing/random.ts";
import type { Clock, Timer } from "../../../time/clock.ts";
import { databaseDelete, getvar, hangup, originate } from "../ami/actions.ts";
import { AmiConnection } from "../ami/connection.ts";
import type { AmiMessage } from "../ami/messages.ts";
import type { AsteriskGiven } from "../asterisk-given.ts";
import { failureOf } from "../attempt-failure.ts";
import { TEST_STEP } from "../dialogues/test-dialogue.ts";
import { newTestChannelId, secondOf } from "../identity.ts";
import { LEFT_EVENT, RETURN_CONTEXT, SERVED_FAMILY } from "../printed/dialplan.ts";
import { extensionOf, type NamedQueue } from "../queues/queue-names.ts";
import { channelsFor } from "../trunks.ts";
import type { Finding } from "./findings.ts";
import { managerSession } from "./manager-session.ts";

/** How far a test call can come, in this order. */
export const testSteps = [
  "dialled",
  "rang",
  "picked-up",
  "asked",
  "confirmed",
  "joined",
  "agent-rung",
  "answered",
] as const;
export type TestCallStep = (typeof testSteps)[number];

/**
 * Why a test call came no further. `no-trunk`: none takes this number; `refused`: Asterisk did not take the order; `not-asked`: the dialplan went on to the queue
 * without our dialogue; `turned-away`: the queue did not take the call, or gave it up; `too-long`: a step took too long.
 */
export type TestCallStop =
  | "no-trunk"
  | "refused"
  | "busy"
  | "no-answer"
  | "invalid"
  | "failed"
  | "hung-up"
  | "declined"
  | "nobody"
  | "not-asked"
  | "turned-away"
  | "too-long"
  | "connection-lost";

interface TestCallGiven {
  readonly ami: AsteriskGiven["ami"];
  /** As of {@link AsteriskGiven}; the first that takes the number is tried. */
  readonly trunks: readonly string[];
  readonly country: string;
  readonly callerId?: string;
  /** E.164, and one that the rules allow. */
  readonly number: string;
  readonly queue: NamedQueue;
  readonly clock: Clock;
  readonly random: Random;
  /** Called with each step as it is reached. */
  readonly reached: (step: TestCallStep) => void;
}

/**
 * Places one real call as a return call is placed: through the trunk, the dialogue of the running server, the queue and an
 * agent. Gives why it stopped, `null` when an agent answered it, or what stands between Espera and the manager. Nothing
 * is journaled of it. Who talks is left to talk; a call that came no further is ended.
 */
export async function testCall(given: TestCallGiven): Promise<TestCallStop | null | Finding> {
  let call: TestCall | null = null;
  const ami = await managerSession(given.ami, {
    ...given,
    event: (event) => call?.event(event),
    lost: () => call?.stop("connection-lost"),
  });
  if (!(ami instanceof AmiConnection)) return ami;
  try {
    call = new TestCall(given, ami);
    return await call.place();
  } finally {
    ami.stop();
  }
}

class TestCall {
  readonly #given: TestCallGiven;
  readonly #ami: AmiConnection;
  readonly #id: string;
  readonly #ended = Promise.withResolvers<TestCallStop | null>();
  readonly #reached = new Set<TestCallStep>();
  #timer: Timer | null = null;
  #poll: Timer | null = null;
  #over = false;
  /** A channel of it lives. */
  #lives = false;
  /** The other side ended the dialling. */
  #refused = false;

  constructor(given: TestCallGiven, ami: AmiConnection) {
    this.#given = given;
    this.#ami = ami;
    this.#id = newTestChannelId();
  }

  async place(): Promise<TestCallStop | null> {
    const { trunks, country, number, queue, callerId, clock } = this.#given;
    const [channel] = channelsFor(trunks, number, country);
    if (channel === undefined) return "no-trunk";
    const result = await originate(this.#ami, {
      actionId: this.#id,
      channelId: this.#id,
      channel,
      goesOn: { context: RETURN_CONTEXT, extension: extensionOf(queue) },
      ringForMs: RING_FOR_MS,
      ...(callerId === undefined ? {} : { callerId }),
      variables: { __ESPERA_CALL: this.#id, ESPERA_AT: secondOf(clock.now()), ESPERA_NUM: number },
    });
    if (result.outcome !== "answered" || !result.success) return "refused";
    this.#reach("dialled", RING_FOR_MS + AFTER_RING_MS);
    const stop = await this.#ended.promise;
    this.#over = true;
    this.#timer?.cancel();
    this.#poll?.cancel();
    if (stop !== null && this.#lives) await hangup(this.#ami, this.#id);
    // The dialplan noted that an agent was about to be connected, as of any return call.
    if (this.#reached.has("agent-rung"))
      await databaseDelete(this.#ami, `${SERVED_FAMILY}/${extensionOf(queue)}`, this.#id);
    return stop;
  }

  stop(why: TestCallStop): void {
    this.#ended.resolve(why);
  }

  event(event: AmiMessage): void {
    const name = event.get("Event") ?? "";
    if (name === "OriginateResponse" && event.get("ActionID") === this.#id) this.#originated(event);
    if (name === "UserEvent" && event.get("UserEvent") === LEFT_EVENT && event.get("Call") === this.#id)
      this.stop("turned-away");
    if (event.get("DestUniqueid") === this.#id) {
      const state = event.get("DialStatus") ?? event.get("DialState");
      if (name === "DialState" && (state === "RINGING" || state === "PROGRESS")) this.#reach("rang");
      if (name === "DialEnd" && state !== "ANSWER") this.#refused = true;
    }
    if (event.get("Uniqueid") !== this.#id) return;
    if (name === "Newchannel") this.#lives = true;
    else if (name === "QueueCallerJoin") this.#joined();
    else if (name === "AgentCalled") this.#reach("agent-rung");
    else if (name === "AgentConnect") {
      this.#reach("answered");
      this.#ended.resolve(null);
    } else if (name === "Hangup") this.#hungUp(event);
  }

  #originated(event: AmiMessage): void {
    if (event.get("Response") === "Success") {
      this.#reach("picked-up", DIALOGUE_WITHIN_MS);
      void this.#askHowFar();
    } else if (!this.#lives) this.stop("failed");
  }

  #joined(): void {
    if (!this.#reached.has("asked")) return this.stop("not-asked");
    // The key was pressed, or the call would not be here.
    this.#reach("confirmed");
    this.#reach("joined", AGENT_WITHIN_MS);
  }

  #hungUp(event: AmiMessage): void {
    this.#lives = false;
    if (this.#reached.has("picked-up")) return this.stop("hung-up");
    const seen = { rang: this.#reached.has("rang"), refused: this.#refused };
    this.stop(failureOf(Number(event.get("Cause")), seen));
  }

  /** The dialogue is between the phone and the server: how far it is stands on the channel. */
  async #askHowFar(): Promise<void> {
    const { clock } = this.#given;
    const said = await getvar(this.#ami, TEST_STEP, this.#id);
    if (this.#over) return;
    if (said) this.#reach("asked");
    if (said === "confirmed") this.#reach("confirmed");
    if (said === "declined" || said === "nobody") this.stop(said);
    this.#poll = clock.at(clock.now() + LOOK_EVERY_MS, () => void this.#askHowFar());
  }

  /** A step is reached; with `withinMs` the next are to follow within that time. */
  #reach(step: TestCallStep, withinMs?: number): void {
    if (this.#over || this.#reached.has(step)) return;
    this.#reached.add(step);
    this.#given.reached(step);
    if (withinMs === undefined) return;
    const { clock } = this.#given;
    this.#timer?.cancel();
    this.#timer = clock.at(clock.now() + withinMs, () => this.stop("too-long"));
  }
}

const RING_FOR_MS = 40_000;
/** Asterisk says itself that the time to ring is over. */
const AFTER_RING_MS = 10_000;
const DIALOGUE_WITHIN_MS = 60_000;
const AGENT_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 250;
