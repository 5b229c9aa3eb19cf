import type { Did, Heard, Observer, RingEnd } from "../../src/exchange/simulated/observer.ts";
import type { AgentId, AttemptId, CallbackId, CallId, SkillId } from "../../src/line/ids.ts";

/** Somebody's stay in a queue: where they stood, and when an agent's phone first rang for them there. */
interface Stay {
  readonly call: CallId | AttemptId;
  readonly skill: SkillId;
  readonly place: number;
  readonly at: number;
  firstRungAt: number | null;
}

/** An observer that remembers everything. */
export class RecordingObserver implements Observer {
  readonly hearings: { call: CallId | AttemptId; what: Heard; at: number }[] = [];
  readonly acts: { call: CallId | AttemptId; what: Did; at: number }[] = [];
  readonly rings: {
    number: string;
    attempt: AttemptId;
    at: number;
    until: number | null;
    how: RingEnd | null;
  }[] = [];
  readonly stays: Stay[] = [];
  readonly services: {
    call: CallId | AttemptId;
    agent: AgentId;
    at: number;
    skill: SkillId;
    place: number;
  }[] = [];
  readonly ends = new Map<CallId | AttemptId, number>();
  readonly outages: number[] = [];
  readonly reservations: {
    readonly callback: CallbackId;
    readonly skill: SkillId;
    readonly place: number;
    readonly at: number;
    until: number | null;
  }[] = [];
  readonly #stayOf = new Map<CallId | AttemptId, Stay>();

  heard(call: CallId | AttemptId, what: Heard, at: number): void {
    this.hearings.push({ call, what, at });
  }

  did(call: CallId | AttemptId, what: Did, at: number): void {
    this.acts.push({ call, what, at });
  }

  rang(number: string, attempt: AttemptId, at: number): void {
    this.rings.push({ number, attempt, at, until: null, how: null });
  }

  rangUntil(attempt: AttemptId, how: RingEnd, at: number): void {
    const ring = this.rings.findLast((one) => one.attempt === attempt && one.until === null);
    if (ring) Object.assign(ring, { until: at, how });
  }

  queued(call: CallId | AttemptId, skill: SkillId, place: number, at: number): void {
    const stay: Stay = { call, skill, place, at, firstRungAt: null };
    this.stays.push(stay);
    this.#stayOf.set(call, stay);
  }

  rungFor(call: CallId | AttemptId, _agent: AgentId, at: number): void {
    const stay = this.#stayOf.get(call);
    if (stay) stay.firstRungAt ??= at;
  }

  served(call: CallId | AttemptId, agent: AgentId, at: number): void {
    const { skill, place } = this.#stayOf.get(call)!;
    this.services.push({ call, agent, at, skill, place });
  }

  ended(call: CallId | AttemptId, at: number): void {
    this.ends.set(call, at);
  }

  held(callback: CallbackId, skill: SkillId, place: number, at: number): void {
    this.letGo(callback, at);
    this.reservations.push({ callback, skill, place, at, until: null });
  }

  letGo(callback: CallbackId, at: number): void {
    const held = this.reservations.findLast((one) => one.callback === callback);
    if (held) held.until ??= at;
  }

  wentDown(at: number): void {
    this.outages.push(at);
  }

  /** What a call heard, in order. */
  heardBy(call: CallId | AttemptId): Heard["what"][] {
    return this.hearings.filter((one) => one.call === call).map((one) => one.what.what);
  }

  /** What a person on the phone did, in order: `pressed 1`, `said-name`, `hung-up`. */
  didOf(call: CallId | AttemptId): string[] {
    return this.acts
      .filter((one) => one.call === call)
      .map(({ what }) => (what.what === "pressed" ? `pressed ${what.keys}` : what.what));
  }
}
