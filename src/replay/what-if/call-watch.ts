import type { Event } from "../../line/events.ts";
import type { CallId, SkillId } from "../../line/ids.ts";
import type { State } from "../../line/state.ts";
import type { RunWatcher } from "./core-run.ts";
import { Tally } from "./tally.ts";

/** A call of which not all has happened. Times in epoch ms. */
interface Watched {
  readonly tally: Tally;
  readonly skill: SkillId;
  readonly arrivedAt: number;
  /** Until when it would be served where it stood, as predicted when it was decided on. */
  predictedAt: number | null;
  asked: boolean;
  callback: Callback | null;
}

interface Callback {
  readonly promisedUntil: number;
  firstDialledAt: number | null;
  confirmedAt: number | null;
  joinedAt: number | null;
  readonly overtaken: Map<string, number>;
}

/** A promise counts as kept only where its end is no later than the predicted service by this, or by this share of the wait. */
const PROMISE_SLACK_MS = 300_000;
const PROMISE_SLACK_SHARE = 0.25;

/** Counts what the core concludes of the calls of a day, also what it concludes of them later. */
export class CallWatch implements RunWatcher {
  readonly #withinMs: (skill: SkillId) => number;
  readonly #open = new Map<CallId, Watched>();
  #today = new Map<SkillId, Tally>();
  #at = 0;
  /** What counts, by event; of all others nothing. */
  readonly #takers: {
    readonly [T in Event["type"]]?: (event: Extract<Event, { type: T }>, at: number) => void;
  } = {
    "call-arrived": (event) => this.#arrived(event),
    "call-decided": ({ call, inputs }, at) => this.#decided(call, inputs.predictedWaitMs, at),
    "question-began": ({ call }) => this.#asked(call),
    "choice-made": ({ call, choice }) => this.#chose(call, choice),
    "call-answered": ({ call, again }, at) => {
      if (!again) this.#answered(call, at);
    },
    "call-closed": ({ call }, at) => this.#closed(call, at),
    "callback-registered": ({ callback, promisedUntil }, at) => this.#registered(callback, promisedUntil, at),
    "attempt-dialled": ({ callback: id }, at) => {
      const callback = this.#callback(id);
      if (callback) callback.firstDialledAt ??= at;
    },
    "attempt-progressed": ({ callback: id, progress }, at) => {
      const callback = this.#callback(id);
      if (callback && progress === "confirmed") callback.confirmedAt = at;
      if (callback && progress === "joined") callback.joinedAt = at;
    },
    "callback-overtaken": (event) => {
      this.#callback(event.callback)?.overtaken.set(event.while, event.total);
    },
    "callback-ended": ({ callback, status }) => this.#ended(callback, status === "OK"),
  };

  /** `withinMs`: in how much time a call of the skill is to be answered. */
  constructor(withinMs: (skill: SkillId) => number) {
    this.#withinMs = withinMs;
  }

  /** From now on calls are counted here, by skill. */
  beginDay(): ReadonlyMap<SkillId, Tally> {
    this.#today = new Map();
    return this.#today;
  }

  before(at: number, { skills }: State): void {
    const passed = at - this.#at;
    this.#at = at;
    if (passed <= 0) return;
    for (const { id, reserved, freeAgents } of skills.values())
      if (reserved.size > 0 && freeAgents > 0)
        this.#tally(id).counts.idleMs += passed * Math.min(reserved.size, freeAgents);
  }

  event(event: Event, at: number): void {
    const take = this.#takers[event.type] as ((event: Event, at: number) => void) | undefined;
    take?.(event, at);
  }

  /** Counts callbacks that are still open as never reached. */
  end(): void {
    for (const call of this.#open.keys()) this.#ended(call, false);
  }

  #tally(skill: SkillId): Tally {
    const tally = this.#today.get(skill) ?? new Tally();
    this.#today.set(skill, tally);
    return tally;
  }

  #arrived({ call, skill, arrivedAt }: Extract<Event, { type: "call-arrived" }>): void {
    const tally = this.#tally(skill);
    tally.counts.offered++;
    this.#open.set(call, { tally, skill, arrivedAt, predictedAt: null, asked: false, callback: null });
  }

  #callback(id: CallId): Callback | null | undefined {
    return this.#open.get(id)?.callback;
  }

  #decided(id: CallId, predictedWaitMs: number | null, at: number): void {
    const call = this.#open.get(id);
    if (call && predictedWaitMs !== null) call.predictedAt = at + predictedWaitMs;
  }

  #asked(id: CallId): void {
    const call = this.#open.get(id);
    if (!call || call.asked) return;
    call.asked = true;
    call.tally.counts.treatment++;
  }

  #chose(id: CallId, choice: "yes" | "no" | "silent"): void {
    const counts = this.#open.get(id)?.tally.counts;
    if (counts && choice !== "silent") counts[choice]++;
  }

  #answered(id: CallId, at: number): void {
    const call = this.#open.get(id);
    if (!call || call.callback) return;
    this.#open.delete(id);
    const waitMs = at - call.arrivedAt;
    call.tally.endedLive(waitMs, this.#isInTime(call, waitMs) ? "in-time" : "late");
  }

  /** Without an agent, unless it goes on as a callback. */
  #closed(id: CallId, at: number): void {
    const call = this.#open.get(id);
    if (!call || call.callback) return;
    this.#open.delete(id);
    call.tally.endedLive(at - call.arrivedAt, "gave-up");
  }

  #registered(id: CallId, promisedUntil: number, at: number): void {
    const call = this.#open.get(id);
    if (!call) return;
    call.tally.waited(at - call.arrivedAt);
    call.callback = {
      promisedUntil,
      firstDialledAt: null,
      confirmedAt: null,
      joinedAt: null,
      overtaken: new Map(),
    };
  }

  #ended(id: CallId, reached: boolean): void {
    const call = this.#open.get(id);
    if (!call?.callback) return;
    this.#open.delete(id);
    const { tally, arrivedAt, callback } = call;
    const { counts } = tally;
    const { firstDialledAt, confirmedAt, joinedAt, promisedUntil, overtaken } = callback;
    for (const total of overtaken.values()) counts.overtakes += total;
    const isInTime = firstDialledAt !== null && firstDialledAt <= promisedUntil;
    if (firstDialledAt !== null) tally.dialledAfter(firstDialledAt - arrivedAt);
    if (isInTime) counts.calledInTime++;
    if (!reached || joinedAt === null) {
      counts.abandoned++;
      counts.recallFail++;
      return;
    }
    counts.answered++;
    counts.recallOk++;
    const heldMs = joinedAt - (confirmedAt ?? joinedAt);
    counts.waitMs += heldMs;
    if (this.#isInTime(call, joinedAt - arrivedAt)) counts.strictMet++;
    if (!isInTime || !this.#isInTime(call, heldMs)) return;
    counts.promisesKept++;
    if (this.#isNarrow(call, promisedUntil)) counts.promiseMet++;
  }

  /** A wide promise buys no level. */
  #isNarrow({ arrivedAt, predictedAt }: Watched, promisedUntil: number): boolean {
    if (predictedAt === null) return false;
    const slackMs = Math.max(PROMISE_SLACK_MS, PROMISE_SLACK_SHARE * (predictedAt - arrivedAt));
    return promisedUntil <= predictedAt + slackMs;
  }

  /** Records have whole seconds: who waited for 20.4 s waited 20. */
  #isInTime({ skill }: Watched, ms: number): boolean {
    return Math.floor(ms / 1_000) * 1_000 <= this.#withinMs(skill);
  }
}
