import type { SimulatedAgent } from "../../exchange/simulated/simulated-agent.ts";
import type {
  QuestionBehaviour,
  ReturnCall,
  SimulatedCaller,
} from "../../exchange/simulated/traffic/traffic.ts";
import type { LoggedCall } from "../../history/call-log.ts";
import type { CallId, SkillId } from "../../line/ids.ts";
import type { CallerClass } from "../../line/settings.ts";
import { pick, uniform } from "../../queueing/laws/distributions.ts";
import type { Random, RandomSource } from "../../queueing/random.ts";
import type { DayCalls } from "./day-calls.ts";
import { NearTalks } from "./near-talks.ts";
import type { DayPresence } from "./presence.ts";
import { presentAgents } from "./present-agents.ts";
import type { RecordSurvey } from "./record-survey.ts";

/** What people do when they are asked or called back: no record has it. Shares from 0 to 1. */
export interface Willingness {
  /** Of those asked, who says yes. */
  readonly accepts: number;
  /** Of the first return calls, which reach their customer. */
  readonly reached: number;
}

/** What centres report: 37 of 100 accept, 93 of 100 are reached (Hathaway, Emadi and Deshpande 2021). */
export const usualWillingness: Willingness = { accepts: 0.37, reached: 0.93 };

/** A recorded day as a simulated exchange can live through it, with smart wait or without. */
export interface CentreDay {
  readonly day: DayCalls;
  readonly callers: readonly SimulatedCaller[];
  readonly agents: readonly SimulatedAgent[];
}

/** Of the others who are asked: what they do, by weight. Our guess; nobody reports it. */
const OTHERWISE = { no: 0.7, silent: 0.25, "hang-up": 0.05 } as const;
/** What a return call meets that does not reach its customer, by weight. */
const NOT_REACHED = { "no-answer": 4, busy: 2, machine: 1 } as const;
/** Where nobody ever gave up, callers stay this long. */
const PATIENT_MS = 24 * 3_600_000;
/** At the end of a second a caller gives up, so that an agent who comes free in it is sooner. */
const END_OF_SECOND_MS = 500;

/**
 * The centre behind a recorded day. Recorded: who comes when for what, how long answered callers talked, how long callers who gave up
 * waited. Inferred: who was there (`presence`), and by whose credit the line is served. Drawn, each from
 * a stream of its own per call, so that every run with the same seed has the same people: how long the answered would have
 * waited, how long those who gave up would have talked, and what people do when they are asked or called back.
 */
export function centreDay(
  day: DayCalls,
  presence: DayPresence,
  given: {
    readonly survey: RecordSurvey;
    readonly skillIds: ReadonlyMap<string, SkillId>;
    readonly willingness: Willingness;
    readonly random: RandomSource;
  },
): CentreDay {
  const { survey, skillIds, willingness, random } = given;
  const near = new NearTalks(day.calls, presence.afterCallMs);
  const callers = day.calls.map((call): SimulatedCaller => {
    const id = callIdOf(day, call);
    const stream = (what: string) => random.stream("centre", id, what);
    const { patience, handlesMs } = survey.people(call.skill);
    const beyond = (waitMs: number, drawn: number) =>
      Math.min(Math.ceil(patience.beyond(waitMs, drawn)), Math.max(PATIENT_MS, waitMs));
    const gaveUp = call.outcome === "abandoned";
    const heldMs = () => {
      const ofDay = near.heldMs(call);
      return drawn(ofDay.length > 0 ? ofDay : handlesMs, stream("handle"));
    };
    const class_ = classOf(survey.order.creditMs(call, day.date));
    return {
      call: id,
      at: call.arrivedAt,
      skill: skillIds.get(call.skill)!,
      number: call.customer ?? `call ${id}`,
      ...(class_ ? { class: class_ } : {}),
      handleMs: call.handleMs === null ? heldMs() : call.handleMs + (presence.afterCallMs.get(call) ?? 0),
      patienceMs:
        (gaveUp ? call.waitMs : beyond(call.waitMs, stream("patience").uniform())) + END_OF_SECOND_MS,
      question: questionOf(stream("question"), willingness),
      returnCall: (n) => returnCallOf(stream(`return ${n}`), willingness, (u) => beyond(0, u)),
      redial: null,
    };
  });
  return { day, callers, agents: presentAgents(presence.agents, skillIds) };
}

/** The classes by which callers with these credits are seated. */
export function classesOf(credits: readonly number[]): CallerClass[] {
  return credits.flatMap((credit) => classOf(credit) ?? []);
}

function classOf(creditMs: number): CallerClass | null {
  return creditMs === 0 ? null : { name: `credit-${creditMs / 1_000}`, creditMs };
}

/** A log's ids are unique in their file only, and `~` marks the attempts of a callback. */
function callIdOf({ date }: DayCalls, { callId }: LoggedCall): CallId {
  return `${date}/${callId.replaceAll("~", "%7E")}`;
}

function drawn(values: readonly number[], random: Random): number {
  return values[Math.floor(random.uniform() * values.length)] ?? 0;
}

function questionOf(random: Random, { accepts }: Willingness): QuestionBehaviour {
  const afterMs = Math.round(uniform(random, 3_000, 11_000));
  return { afterMs, does: random.uniform() < accepts ? "yes" : pick(random, OTHERWISE) };
}

function returnCallOf(
  random: Random,
  { reached }: Willingness,
  patienceMs: (u: number) => number,
): ReturnCall {
  return {
    does: random.uniform() < reached ? "confirm" : pick(random, NOT_REACHED),
    afterMs: Math.round(uniform(random, 1_000, 3_000)),
    ringMs: Math.round(uniform(random, 3_000, 12_000)),
    confirmAfterMs: Math.round(uniform(random, 3_000, 6_000)),
    patienceMs: patienceMs(random.uniform()),
  };
}
