import type { CallbackPhase } from "./callback/callback-life.ts";
import type { Promised } from "./callback/promised.ts";
import { DueLines } from "./dialling/due-lines.ts";
import { PlaceOrder } from "./dialling/place-order.ts";
import type { EndReason, FinalStatus } from "./events.ts";
import type { AgentStatus, Caller, NumberVerdict, Reservable } from "./facts.ts";
import type { NumberZones } from "./hours/number-zones.ts";
import type { ZoneClocks } from "./hours/zone-clock.ts";
import type { AgentId, AttemptId, CallbackId, CallId, PersonId, SkillId } from "./ids.ts";
import type { SaidSpan } from "./judgement/said-span.ts";
import { type AnswerRate, newAnswerRate } from "./learning/answer-rate.ts";
import { type Learned, nothingLearned } from "./learning/learned.ts";
import { type LearnedLine, newLearnedLine } from "./learning/learned-line.ts";
import { type LearnedRisk, newLearnedRisk } from "./learning/risk/learned-risk.ts";
import type { HeldOutDays } from "./offer/held-out-days.ts";
import type { KnownOutlook } from "./outlook/skill-outlook.ts";
import { type AutoSwitch, switchedOff } from "./outlook/switch-state.ts";
import type { QueueName } from "./queue-name.ts";
import type { FailureKind, Settings, SkillSettings } from "./settings.ts";

/**
 * Where a call is on its way:
 * `withdrawing` waits in the queue and is to be taken out of it and asked; `passing` ordered to join the queue, not there yet; `offering` ordered to be asked, the question has not begun;
 * `asked` hears the question; `thanked` said yes and hears by when; `seating` said no or nothing and is
 * ordered to join; `waiting` in the exchange's queue; `ringing` an agent's phone rings for it; `talking` answered;
 * `left` the queue would not have it, or gave it up, and it is still on the phone.
 */
export type CallPhase =
  | "passing"
  | "offering"
  | "asked"
  | "thanked"
  | "seating"
  | "waiting"
  | "withdrawing"
  | "ringing"
  | "talking"
  | "left";

/** Why a caller was let pass: a short wait, or a target that was not at risk. */
export type PassedFor = "wait" | "risk";

/** An open call. */
export interface Call {
  readonly id: CallId;
  skill: SkillId;
  /** The queue that was called, where the skill has several. */
  readonly queue?: QueueName;
  /** Who calls; as if their number were withheld once they were erased. */
  person: PersonId | null;
  number: NumberVerdict;
  /** The number is one that many share: nobody is recognised by it. */
  shared: boolean;
  zones: NumberZones;
  /** The name of their class; `null`: of none. */
  readonly class: string | null;
  readonly arrivedAt: number;
  readonly place: number;
  phase: CallPhase;
  /** When the phase began. */
  since: number;
  /** The agent who is rung or talks. */
  agent: AgentId | null;
  /** Whether an agent was ever rung for it, and whether one ever answered. */
  rung: boolean;
  answered: boolean;
  /** What was drawn for its caller; `null`: nothing. */
  readonly draw: number | null;
  /** The local day for which it was, on which the call came, `YYYY-MM-DD`. */
  readonly drawnFor: string;
  /** The wait by which it was decided on, ms; `null`: not known then, or never decided. */
  predictedWaitMs: number | null;
  /** Within which times that wait ends, from when it was decided on; `null`: it was not learned. */
  predictedSpan: SaidSpan | null;
  /** What it is promised if it says yes to the newest offer; `null`: it was never ordered to be asked. */
  offered: Promised | null;
  /** How often it was ordered to be asked, and whether the newest of these was not heard yet. */
  offers: number;
  unheard: boolean;
  /** Whether it ever heard the question. */
  treated: boolean;
  /** Whether it was decided, while it waited in the queue, if it is asked there. */
  decidedInQueue: boolean;
  /** Why it was let pass, where that may change while it waits; `null`: for something else, or never decided. */
  passedFor: PassedFor | null;
  /** It came into the line of another skill than the one that it arrived for. */
  passedOn: boolean;
  /** What it was promised, once it said yes. */
  promised: Promised | null;
  /** Whether it said yes, and a callback has its name: it is asked no more. */
  registered: boolean;
  /** The person they want to be called instead of the number they call from; nobody is known by that number once they were erased. */
  callee: Caller | null;
}

/** An open callback; `phase` is one of the states of `callback-life.ts`. */
export interface Callback {
  readonly id: CallbackId;
  /** The skill that it was registered for, which counts it for ever. */
  readonly registeredFor: SkillId;
  /** The skill in whose line it stands. */
  skill: SkillId;
  /** The queue that was called, where the skill that it was registered for has several. */
  readonly queue?: QueueName;
  readonly person: PersonId;
  /** The number is one that many share: nobody is recognised by it. */
  readonly shared: boolean;
  readonly zones: NumberZones;
  /** The number was keyed, and is not the one that called. */
  readonly otherNumber: boolean;
  /** Who called, where it was from another number; they are recognised as well. */
  readonly by: PersonId | null;
  readonly nameRecorded: boolean;
  readonly arrivedAt: number;
  readonly promisedFrom: number;
  readonly promisedUntil: number;
  expiresAt: number;
  /** When it is to be called at the latest: the end of the promise, or the later moment to which it was put off. */
  dueAt: number;
  /** Whether it was put off to a next opening before. */
  carriedOver: boolean;
  place: number;
  /** Where it stands once it has rested. */
  placeAfterRest: number;
  phase: CallbackPhase;
  since: number;
  /** Attempts made so far; the newest is named after this number. */
  attempts: number;
  /** When the newest was dialled; 0: none was. */
  dialledAt: number;
  /** When the phone was put down on which they asked for it, or called us since; 0: not yet. */
  phoneDownAt: number;
  /** How many of them failed in each way. */
  readonly failures: Record<FailureKind, number>;
  /** In `resting`, and kept while its person phones. */
  notBefore: number;
  /** The call by which its person phones, in `on-phone`. */
  call: CallId | null;
  /** The agent who is rung for it, in `rung`. */
  agent: AgentId | null;
  /** The local day on which one of its attempts was picked up last, `YYYY-MM-DD`; empty: none. */
  answeredOn: string;
  /** Whether an agent was ever rung for the newest attempt's leg. */
  legRung: boolean;
  /**
   * Whether the exchange said how the newest attempt ended, or that its leg is over: what it says of its way after that is said
   * again. Until then nothing is dialled, or {@link formerLegUntil} some moment.
   */
  attemptOver: boolean;
  /** How it ends should its person's way to an agent end without one: they were attended otherwise, or it was cancelled. */
  endsAs: { readonly status: FinalStatus; readonly reason: EndReason } | null;
  overtakesDialled: number;
  overtakesHeldBack: number;
  /** Later arrivals that had been rung when the present kind of waiting began. */
  overtakeMark: number;
}

export interface ClosedCall {
  readonly at: number;
  /** The call as it was, when only a deadline says that it ended; else `null`. */
  readonly presumed: Call | null;
}

export interface Agent {
  readonly id: AgentId;
  /** As people call them; left out where the exchange has no name. */
  name?: string;
  skills: readonly SkillId[];
  status: AgentStatus;
  /** Since when that is their status, epoch ms. */
  since: number;
  /** The call, or leg of an attempt, that rang them last or that they answered, until it is over. */
  with: CallId | AttemptId | null;
  /** What they answered last and are not free of yet, and since when; `null`: nothing, or it was not seen. */
  serving: { readonly skill: SkillId; readonly since: number } | null;
}

/** What was done on one local day of the operation, for the limits of a day, and on those before, for what is usual. */
export interface DayTally {
  /** `YYYY-MM-DD`; empty before the first. */
  date: string;
  registered: number;
  /** Callers who would have been asked if their skill were not in shadow. */
  shadowed: number;
  /** How many were registered, or would have been asked, on each of the last days on which there was one, the oldest first. */
  before: readonly number[];
  /** Of these, by callers who withhold their number. */
  anonymous: number;
  readonly people: Map<PersonId, PersonDay>;
}

export interface PersonDay {
  registered: number;
  /** Callbacks for a number that was keyed: for theirs, or by them for another's. */
  keyed: number;
  /** Whether they picked up a return call. */
  answered: boolean;
}

/**
 * What a skill's line is made of; all but `rate`, `learned`, `rung`, `reserved`, `releasedUntil`, `heldOut`, `outlook` and `auto` is an
 * index over calls, callbacks and agents.
 */
export interface SkillLine {
  readonly id: SkillId;
  readonly rate: AnswerRate;
  readonly learned: Learned;
  /** On the phone and waiting to be rung: live callers, and legs of return calls in the queue. */
  readonly live: PlaceOrder;
  /** Callers being asked: not in the queue, and not gone. */
  readonly asked: PlaceOrder;
  /** Callbacks whose turn has not come. */
  readonly waiting: PlaceOrder;
  /** The same by when they are to be called at the latest. */
  readonly due: PlaceOrder;
  /** Callers in the queue, by when they arrived, for which it is not decided yet whether to ask them there. */
  readonly unasked: PlaceOrder;
  /** Callers in the queue, by when they arrived, who were never asked and were let pass for what may change. */
  readonly passedOver: PlaceOrder;
  /** Callbacks being dialled, asked or seated. */
  readonly dialled: PlaceOrder;
  /** Callbacks whose person is in the queue or being rung for. */
  readonly legs: PlaceOrder;
  /** Places of those that an agent was rung for while callbacks were open: overtakes are counted from it. */
  readonly rung: PlaceOrder;
  /** The callbacks for which the exchange is to hold an agent, with the place at which it does. */
  readonly reserved: Map<CallbackId, number>;
  /** Open callbacks, whatever they do. */
  open: number;
  /** The latest moment to which a callback was put off when the skill closed; they are released one by one. */
  releasedUntil: number;
  /** Callers who got no offer so that its effect can be measured, each once a day. */
  heldOut: number;
  /** What the running half hour is expected to come to; `null`: nobody said. */
  outlook: KnownOutlook | null;
  /** Whether smart wait has switched itself on; of no matter in modes other than `auto`. */
  auto: AutoSwitch;
  freeAgents: number;
  /** Agents logged in, whatever they do. */
  readonly agents: Set<Agent>;
}

/**
 * One operation's state. Only `apply` writes it. The maps are the truth; skills' orders, `restingUntil`,
 * `expiring`, `phases` and the persons' sets are indexes over them, rebuilt when a checkpoint is read.
 */
export interface State {
  settings: Settings;
  readonly calls: Map<CallId, Call>;
  readonly callbacks: Map<CallbackId, Callback>;
  readonly agents: Map<AgentId, Agent>;
  readonly skills: Map<SkillId, SkillLine>;
  /** What was learned of the line of all skills together, whose agents are shared. */
  readonly learnedLine: LearnedLine;
  /** What was learned of how half hours end, of the skills whose half hours are foreseen. */
  readonly learnedRisk: LearnedRisk;
  /** Calls that ended lately: a fact that comes late or twice must not open them again. */
  readonly closed: Map<CallId, ClosedCall>;
  /** By the call that was put through: the call in whose place it stands, of which its facts are since then. */
  readonly standIns: Map<CallId, CallId>;
  /** Legs of return calls that are with an agent, or where they passed them on to, since when (epoch ms); the oldest first. */
  readonly talks: Map<AttemptId, number>;
  readonly today: DayTally;
  readonly heldOut: HeldOutDays;
  /** What the clocks show of the zones that count: the operation's, and those of numbers. */
  clocks: ZoneClocks;
  /** Whether the exchange can take a waiting caller out of its queue, to ask them. */
  canWithdraw: boolean;
  /** Where the exchange can hold an agent for a return call. */
  canReserve: Reservable;
  /** Whether the exchange can place return calls: it is there, and may. */
  canDial: boolean;

  readonly skillSettings: Map<SkillId, SkillSettings>;
  readonly callbacksOf: Map<PersonId, CallbackId[]>;
  readonly callsOf: Map<PersonId, CallId[]>;
  /** Calls and callbacks by phase in the order in which they entered it, with when: the oldest is the first. */
  readonly callPhases: ReadonlyMap<CallPhase, Map<CallId, number>>;
  readonly callbackPhases: ReadonlyMap<CallbackPhase, Map<CallbackId, number>>;
  /** Resting callbacks by when they return. */
  readonly restingUntil: PlaceOrder;
  /** Waiting and resting callbacks by when they expire. */
  readonly expiring: PlaceOrder;
  /** Which lines are to be looked at. */
  readonly dueLines: DueLines<SkillLine>;
}

/** Nobody in line, no agent known. */
export function emptyState(settings: Settings): State {
  return {
    settings,
    calls: new Map(),
    callbacks: new Map(),
    agents: new Map(),
    skills: new Map(),
    learnedLine: newLearnedLine(),
    learnedRisk: newLearnedRisk(),
    closed: new Map(),
    standIns: new Map(),
    talks: new Map(),
    today: { date: "", registered: 0, shadowed: 0, before: [], anonymous: 0, people: new Map() },
    heldOut: new Map(),
    clocks: new Map(),
    canWithdraw: false,
    canReserve: false,
    canDial: true,
    skillSettings: new Map(settings.skills.map((skill) => [skill.id, skill])),
    callbacksOf: new Map(),
    callsOf: new Map(),
    callPhases: new Map(callPhases.map((phase) => [phase, new Map<CallId, number>()])),
    callbackPhases: new Map(callbackPhases.map((phase) => [phase, new Map<CallbackId, number>()])),
    restingUntil: new PlaceOrder(),
    expiring: new PlaceOrder(),
    dueLines: new DueLines(),
  };
}

/** The skill's line, made when it is first asked for: a call may arrive for a skill that no setting names. */
export function lineOf(state: State, skill: SkillId): SkillLine {
  let line = state.skills.get(skill);
  if (!line) {
    line = {
      id: skill,
      rate: newAnswerRate(),
      learned: nothingLearned(),
      live: new PlaceOrder(),
      asked: new PlaceOrder(),
      waiting: new PlaceOrder(),
      due: new PlaceOrder(),
      unasked: new PlaceOrder(),
      passedOver: new PlaceOrder(),
      dialled: new PlaceOrder(),
      legs: new PlaceOrder(),
      rung: new PlaceOrder(),
      reserved: new Map(),
      open: 0,
      releasedUntil: 0,
      heldOut: 0,
      outlook: null,
      auto: switchedOff,
      freeAgents: 0,
      agents: new Set(),
    };
    state.skills.set(skill, line);
    state.dueLines.note(line);
  }
  return line;
}

/** Something changed that may be somebody's turn in any line. */
export function noteAllLines(state: State): void {
  for (const line of state.skills.values()) state.dueLines.note(line);
}

/** How many of those rung so far arrived after this place. */
export function rungAfter(line: SkillLine, place: number): number {
  return line.rung.size - line.rung.countBefore(place + 1);
}

/** Whether an attempt of a callback in this phase is alive. */
export function isAlive(phase: CallbackPhase): boolean {
  return alivePhases.has(phase);
}

/** Whether an attempt in this phase has no agent yet and is to have the next one. */
export function claimsAgent(phase: CallbackPhase): boolean {
  return isAlive(phase) && phase !== "rung" && phase !== "left";
}

const callPhases: readonly CallPhase[] = [
  "passing",
  "offering",
  "asked",
  "thanked",
  "seating",
  "waiting",
  "withdrawing",
  "ringing",
  "talking",
  "left",
];

const alivePhases: ReadonlySet<CallbackPhase> = new Set([
  "dialling",
  "ringing",
  "asking",
  "seating",
  "in-line",
  "rung",
  "left",
]);

const callbackPhases: readonly CallbackPhase[] = ["waiting", "resting", "on-phone", ...alivePhases];
