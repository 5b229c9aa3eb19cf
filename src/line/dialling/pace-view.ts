import { LearnedHandleTimes } from "../../queueing/estimators/handle-time.ts";
import { releaseProbability } from "../../queueing/waits/releases.ts";
import { unsaidOfSkill } from "../complete-settings.ts";
import type { SkillId } from "../ids.ts";
import type { PacingView } from "../judgement/judgement.ts";
import { type Judgements, judge } from "../judgement/judgements.ts";
import { knownHandleTimes } from "../learning/learned.ts";
import type { DiallingSettings, JudgementName } from "../settings.ts";
import { type Agent, claimsAgent, lineOf, type SkillLine, type State } from "../state.ts";

/** How a skill's callbacks are dialled; by the defaults for a skill without settings. */
function diallingOf(state: State, line: SkillLine): DiallingSettings {
  return state.skillSettings.get(line.id)?.dialling ?? unsaidOfSkill.dialling;
}

/** Whether an agent is held for the callbacks of this line. */
export function reservesIn(state: State, line: SkillLine): boolean {
  const { canReserve } = state;
  const can = typeof canReserve === "boolean" ? canReserve : canReserve.includes(line.id);
  return can && diallingOf(state, line).reserve;
}

/** The attempts of a line without an agent: each of them claims the next one. */
export function claimsOf(state: State, line: SkillLine): number {
  let claims = line.dialled.size;
  for (const { id } of line.legs) if (claimsAgent(state.callbacks.get(id)!.phase)) claims++;
  return claims;
}

function claimsInAll(state: State): number {
  let claims = 0;
  for (const [phase, entered] of state.callbackPhases) if (claimsAgent(phase)) claims += entered.size;
  return claims;
}

/** The free agents of a line beyond those that its attempts and callers on the phone are about to take. */
export function idleAgents(line: SkillLine): number {
  return line.freeAgents - line.dialled.size - line.live.size;
}

/** The law of handle times of a line; `null` while too little is known of them. */
function handleTimesOf({ learned }: SkillLine): LearnedHandleTimes | null {
  const law = knownHandleTimes(learned);
  return law && new LearnedHandleTimes(law);
}

/**
 * What dial pacing sees of a line now (epoch ms). An agent of several skills that an attempt of another one may claim
 * is not counted. Where no agent can be held, those who wait on the phone take the free ones first.
 */
function paceViewOf(
  state: State,
  line: SkillLine,
  at: number,
  times: LearnedHandleTimes | null = handleTimesOf(line),
): PacingView {
  const free = new Pool();
  const soon = new Pool();
  const claims = new Map<SkillId, number>();
  const ownClaims = claimsOf(state, line);
  const isAlone = claimsInAll(state) === ownClaims;
  for (const agent of line.agents) {
    const rivals = isAlone ? [] : rivalsFor(state, line, agent, claims);
    if (agent.status === "free") free.add(WHOLE, rivals);
    else if (times && agent.serving)
      soon.add(soonFree(times, steppedAt(at) - agent.serving.since, line.learned.leadMs), rivals);
  }
  const own = free.leftBy(claims);
  const isHeld = reservesIn(state, line);
  const onPhone = isHeld ? 0 : line.live.size - (ownClaims - line.dialled.size);
  return {
    freeAgents: Math.max(0, own - onPhone),
    expectedReleases: soon.leftBy(claims),
    kappa: diallingOf(state, line).kappa ?? (isHeld ? SURE_WHERE_HELD : SURE_WHERE_NOT),
  };
}

/** What the judgement of a skill saw, and how many attempts without an agent it allows at a time. */
export interface Paced {
  readonly view: PacingView;
  readonly paced: number;
  readonly by: JudgementName;
}

/** How many attempts of a skill may be without an agent at `at`, epoch ms, as its judgement says. */
export function paceIn(
  state: State,
  line: SkillLine,
  at: number,
  judgements: Judgements,
  times?: LearnedHandleTimes | null,
): Paced {
  const view = paceViewOf(state, line, at, times);
  const { judgement } = state.skillSettings.get(line.id) ?? unsaidOfSkill;
  const { by, answer } = judge(
    judgements,
    judgement,
    ({ pace }) => pace(view),
    (paced) => Number.isInteger(paced) && paced >= 0,
  );
  return { view, paced: answer, by };
}

/**
 * When, after `now`, one more may be dialled by the passing of time alone, because agents get nearer to the end of their calls, or
 * when to look again, epoch ms. `null`: not before something happens.
 */
export function nextPaceAt(
  state: State,
  line: SkillLine,
  now: number,
  judgements: Judgements,
): number | null {
  if (!line.agents.values().some(({ serving }) => serving)) return null;
  const times = handleTimesOf(line);
  if (times === null) return null;
  const next = steppedAt(now) + STEP_MS;
  if (line.agents.size > FEW_AGENTS) return next;
  const claims = claimsOf(state, line);
  const last = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  for (let time = next; time < last; time += STEP_MS)
    if (paceIn(state, line, time, judgements, times).paced > claims) return time;
  return last;
}

/** The agent's other skills that have attempts without an agent; how many is put into `claims`, in parts of an agent. */
function rivalsFor(
  state: State,
  line: SkillLine,
  { skills }: Agent,
  claims: Map<SkillId, number>,
): SkillId[] {
  return skills.filter((skill) => {
    if (skill === line.id) return false;
    let claimed = claims.get(skill);
    if (claimed === undefined) {
      claimed = claimsOf(state, lineOf(state, skill)) * WHOLE;
      claims.set(skill, claimed);
    }
    return claimed > 0;
  });
}

/** The probability that an agent who has been busy for `elapsed` ms is free within `withinMs`, in parts of an agent. */
function soonFree(times: LearnedHandleTimes, elapsed: number, withinMs: number): number {
  return Math.round(WHOLE * releaseProbability(times, Math.max(0, elapsed), withinMs));
}

/** Time in steps: between two of them the conclusion is the same, whenever it is asked for. */
function steppedAt(at: number): number {
  return Math.floor(at / STEP_MS) * STEP_MS;
}

/** Agents, or parts of them, that several skills may count on. Amounts are whole numbers, so that sums do not depend on order. */
class Pool {
  #all = 0;
  #shared = 0;
  readonly #of = new Map<SkillId, number>();

  add(amount: number, rivals: readonly SkillId[]): void {
    this.#all += amount;
    if (rivals.length > 0) this.#shared += amount;
    for (const rival of rivals) this.#of.set(rival, (this.#of.get(rival) ?? 0) + amount);
  }

  /** How many agents the claims of other skills leave; what these take is subtracted from `claims`. */
  leftBy(claims: Map<SkillId, number>): number {
    let taken = 0;
    for (const [rival, amount] of this.#of) {
      const claimed = Math.min(amount, claims.get(rival)!);
      claims.set(rival, claims.get(rival)! - claimed);
      taken += claimed;
    }
    return (this.#all - Math.min(taken, this.#shared)) / WHOLE;
  }
}

/**
 * How sure it must be that an agent will be there, by default. A second of a customer on hold again counts as much as nine seconds of an
 * agent who is held for them (9 / (9 + 1)). Where none is held, waiting for more certainty gains nothing: callers on the phone take the agents who come free.
 */
const SURE_WHERE_HELD = 0.9;
const SURE_WHERE_NOT = 0.5;
/** An agent, in the parts in which they are counted. */
const WHOLE = 1_000_000;
const STEP_MS = 5_000;
const MINUTE_MS = 60_000;
/** In a larger team something happens all the time, so the next moment need not be computed. */
const FEW_AGENTS = 20;
