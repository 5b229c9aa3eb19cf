import { countAgent } from "./agents/agent-status.ts";
import { indexCall, indexCallback, linkCall, linkCallback } from "./call/membership.ts";
import { STATE_VERSION } from "./core-version.ts";
import type { Reservable } from "./facts.ts";
import type { ZoneClock } from "./hours/zone-clock.ts";
import type { AttemptId, CallbackId, CallId, PersonId, SkillId } from "./ids.ts";
import type { AnswerRate } from "./learning/answer-rate.ts";
import type { Learned } from "./learning/learned.ts";
import type { LearnedLine } from "./learning/learned-line.ts";
import type { LearnedRisk } from "./learning/risk/learned-risk.ts";
import type { KnownOutlook } from "./outlook/skill-outlook.ts";
import type { AutoSwitch } from "./outlook/switch-state.ts";
import type { Settings } from "./settings.ts";
import {
  type Agent,
  type Call,
  type Callback,
  type ClosedCall,
  emptyState,
  lineOf,
  type PersonDay,
  type State,
} from "./state.ts";

/** What a checkpoint holds: the truth, without the indexes over it. */
interface Checkpoint {
  readonly version: number;
  readonly settings: Settings;
  readonly calls: readonly Call[];
  readonly callbacks: readonly Callback[];
  readonly agents: readonly Agent[];
  readonly skills: readonly {
    readonly id: SkillId;
    readonly rate: AnswerRate;
    /** Left out by a version that learned nothing of this form: it starts over, as `learnedLine` does. */
    readonly learned?: Learned;
    readonly reserved: readonly (readonly [callback: CallbackId, place: number])[];
    readonly rung: readonly (readonly [place: number, id: string])[];
    readonly releasedUntil: number;
    readonly heldOut: number;
    readonly outlook: KnownOutlook | null;
    readonly auto: AutoSwitch;
  }[];
  readonly learnedLine?: LearnedLine;
  readonly learnedRisk: LearnedRisk;
  readonly canWithdraw: boolean;
  readonly canReserve: Reservable;
  /** Left out: it can. */
  readonly canDial?: false;
  readonly closed: readonly (readonly [id: string, closed: ClosedCall])[];
  readonly standIns: readonly (readonly [by: CallId, call: CallId])[];
  readonly talks: readonly (readonly [attempt: AttemptId, since: number])[];
  readonly today: {
    readonly date: string;
    readonly registered: number;
    readonly shadowed: number;
    readonly before: readonly number[];
    readonly anonymous: number;
    readonly people: readonly (readonly [person: PersonId, tally: PersonDay])[];
  };
  readonly clocks: readonly ZoneClock[];
  readonly heldOut: readonly (readonly [
    date: string,
    people: readonly (readonly [person: PersonId, skills: readonly SkillId[]])[],
  ])[];
}

/** State as text; equal states give equal text, whatever way led to them. */
export function writeCheckpoint(state: State): string {
  const checkpoint: Checkpoint = {
    version: STATE_VERSION,
    settings: state.settings,
    calls: [...state.calls.values()],
    callbacks: [...state.callbacks.values()],
    agents: [...state.agents.values()],
    skills: [...state.skills.values()].map(
      ({ id, rate, learned, reserved, rung, releasedUntil, heldOut, outlook, auto }) => ({
        id,
        rate,
        learned,
        reserved: [...reserved],
        releasedUntil,
        heldOut,
        outlook,
        auto,
        rung: [...rung].map((standing) => [standing.place, standing.id] as const),
      }),
    ),
    learnedLine: state.learnedLine,
    learnedRisk: state.learnedRisk,
    canWithdraw: state.canWithdraw,
    canReserve: state.canReserve,
    ...(state.canDial ? {} : { canDial: false }),
    closed: [...state.closed],
    standIns: [...state.standIns],
    talks: [...state.talks],
    today: { ...state.today, people: [...state.today.people] },
    clocks: [...state.clocks.values()],
    heldOut: [...state.heldOut].map(([date, people]) => [date, [...people]] as const),
  };
  return JSON.stringify(checkpoint);
}

/** The version of the state that a checkpoint holds; 0: from before there were versions. */
export function versionOf(text: string): number {
  return Number(/^\{"version":(\d+),/.exec(text)?.[1] ?? 0);
}

/** The state that `writeCheckpoint` wrote, with its indexes rebuilt. Only for text of today's version. */
export function readCheckpoint(text: string): State {
  const checkpoint = JSON.parse(text) as Checkpoint;
  const state = emptyState(checkpoint.settings);
  for (const { id, rate, learned, reserved, rung, releasedUntil, heldOut, ...own } of checkpoint.skills) {
    const line = lineOf(state, id);
    line.releasedUntil = releasedUntil;
    line.heldOut = heldOut;
    line.outlook = own.outlook;
    line.auto = own.auto;
    Object.assign(line.rate, rate);
    Object.assign(line.learned, learned);
    for (const [callback, place] of reserved) line.reserved.set(callback, place);
    for (const [place, by] of rung) line.rung.add(place, by);
  }
  for (const call of checkpoint.calls) {
    state.calls.set(call.id, call);
    linkCall(state, call);
  }
  for (const callback of checkpoint.callbacks) {
    state.callbacks.set(callback.id, callback);
    linkCallback(state, callback);
    lineOf(state, callback.skill).open++;
  }
  // The oldest of a phase comes first: that order is by when the phase began, not by arrival.
  for (const call of bySince(checkpoint.calls)) indexCall(state, call);
  for (const callback of bySince(checkpoint.callbacks)) indexCallback(state, callback);
  for (const agent of checkpoint.agents) {
    state.agents.set(agent.id, agent);
    countAgent(state, agent, 1);
  }
  for (const [id, closed] of checkpoint.closed) state.closed.set(id, closed);
  for (const [by, call] of checkpoint.standIns) state.standIns.set(by, call);
  for (const [attempt, since] of checkpoint.talks) state.talks.set(attempt, since);
  Object.assign(state.learnedLine, checkpoint.learnedLine);
  Object.assign(state.learnedRisk, checkpoint.learnedRisk);
  state.clocks = new Map(checkpoint.clocks.map((clock) => [clock.zone, clock]));
  state.canWithdraw = checkpoint.canWithdraw;
  state.canReserve = checkpoint.canReserve;
  state.canDial = checkpoint.canDial ?? true;
  const { people, ...tally } = checkpoint.today;
  Object.assign(state.today, tally);
  for (const [person, tally] of people) state.today.people.set(person, tally);
  for (const [day, heldOut] of checkpoint.heldOut) state.heldOut.set(day, new Map(heldOut));
  return state;
}

function bySince<T extends { readonly since: number }>(records: readonly T[]): T[] {
  return [...records].sort((one, other) => one.since - other.since);
}
