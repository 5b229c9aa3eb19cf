import { isOnLineElsewhere, ownCallOf } from "../call/contacts.ts";
import { dayAfterAnswer } from "../callback/answered-day.ts";
import { cue } from "../callback/callback-cues.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import { formerLegUntil } from "../callback/former-leg.ts";
import type { DialInputs, DialReason, OrderRefusal } from "../events.ts";
import { mayDial, nextDialTime } from "../hours/calling-hours.ts";
import type { CallbackId } from "../ids.ts";
import { ratePerMs } from "../learning/answer-rate.ts";
import { type Callback, isAlive, lineOf, type SkillLine, type State } from "../state.ts";
import { type CallbackTurn, disciplineOf, LOOKED_AT } from "./discipline.ts";
import { dueTimeOf, readyAt, turnViewOf } from "./line-due.ts";
import { claimsOf, idleAgents, type Paced, paceIn } from "./pace-view.ts";
import { reserveFor } from "./reservations.ts";

/**
 * Dials every callback whose turn has come and that finds an agent, as its skill's discipline says, and has the exchange hold
 * agents for them. Pacing and the limits bound how many attempts are alive, and an agent must be logged in. What is left when nobody may be
 * called any more goes to the next opening. One fact dials a callback at most once, however long ago the last fact was.
 * Unless `mayDialNow`, and while the exchange can't dial, nobody is dialled, and callbacks are only put off at closing: what
 * Espera can't do uses no attempt up. Only lines in which something changed, or something fell due, are looked at: in
 * the others everybody who could be dialled was.
 */
export function dialWhoseTurnItIs(out: Conclusion, mayDialNow: boolean): void {
  const { state, at } = out;
  const dials = mayDialNow && state.canDial;
  for (const { place, id } of state.expiring) {
    if (place > at) break;
    state.dueLines.note(lineOf(state, state.callbacks.get(id)!.skill));
  }
  const lines = state.dueLines.take(at);
  for (const line of lines) {
    if (!dials) state.dueLines.note(line);
    let next: readonly CallbackId[] = [];
    if (line.waiting.size > 0) {
      if (!mayDial(state, { skill: line.id, zones: null }, at)) closeSkill(out, line);
      else if (dials) next = dialInSkill(out, line);
    }
    if (mayDialNow) reserveFor(out, line, next);
  }
  for (const line of lines) state.dueLines.setTime(line, dueTimeOf(state, line, at, out.judgements));
}

/** Why a callback may not be dialled now although a supervisor ordered it; `null` when it may. */
export function refusalToDial(out: Conclusion, callback: Callback): OrderRefusal | null {
  const { state, at } = out;
  const { skill, zones } = callback;
  if (callback.attempts >= state.settings.attempts.max) return "attempts-used-up";
  if (state.skillSettings.get(skill)?.servesPending === false) return "serving-closed";
  if (!mayDial(state, { skill, zones }, at) || dayAfterAnswer(out, callback) !== null)
    return "outside-calling-hours";
  if (!state.canDial) return "exchange-away";
  if (formerLegUntil(state, callback) > at) return "being-called";
  const line = lineOf(state, skill);
  if (line.agents.size === 0) return "nobody-logged-in";
  // Pacing gives way to a supervisor; limits, such as that of the trunk's lines, do not.
  if (aliveIn(line) >= limitOfAlive(state, line)) return "enough-alive";
  return ownCallOf(state, callback) || isOnLineElsewhere(state, callback) ? "on-phone" : null;
}

/** What is known when a callback is dialled. */
export function dialInputs(
  { state, at }: Conclusion,
  line: SkillLine,
  { view, paced, by }: Paced,
  why: DialReason,
): DialInputs {
  const answersPerMs = ratePerMs(line.rate, at);
  const claims = claimsOf(state, line);
  return {
    aliveInSkill: aliveIn(line),
    aliveAtMost: Math.min(aliveIn(line) - claims + paced, limitOfAlive(state, line)),
    freeAgents: line.freeAgents,
    answersPerMinute: answersPerMs === null ? null : answersPerMs * 60_000,
    claims,
    expectedReleases: view.expectedReleases,
    kappa: view.kappa,
    leadMs: Math.round(line.learned.leadMs),
    judgement: by,
    why,
  };
}

/** How many attempts of a skill the limits allow at a time, whatever pacing says. */
function limitOfAlive(state: State, line: SkillLine): number {
  const ofSkill = state.skillSettings.get(line.id)?.limits.alive ?? Number.POSITIVE_INFINITY;
  const inAll = state.settings.limits.alive;
  const leftOfAll = inAll === null ? Number.POSITIVE_INFINITY : inAll - aliveInAll(state) + aliveIn(line);
  return Math.max(0, Math.min(ofSkill, leftOfAll));
}

/** Dials the callbacks whose turn it is; gives those for which the next agents are to be held. */
function dialInSkill(out: Conclusion, line: SkillLine): readonly CallbackId[] {
  const { state } = out;
  const skill = state.skillSettings.get(line.id);
  if (line.agents.size === 0 || skill?.servesPending === false) return [];
  const turns = () => disciplineOf(skill).turns(turnViewOf(state, line, out.at));
  // Mostly it is nobody's turn, and the pace need not be computed.
  if (turns()[Symbol.iterator]().next().done) return [];
  const paced = paceIn(state, line, out.at, out.judgements);
  const { dialled, next } = whoCanBeCalled(out, line, turns(), paced);
  for (const { id, why } of dialled)
    cue(out, state.callbacks.get(id)!, "turn-came", { inputs: dialInputs(out, line, paced, why) });
  return next;
}

interface Chosen {
  readonly dialled: CallbackTurn[];
  /** Callbacks whose turn has come and that wait for an agent. */
  readonly next: CallbackId[];
}

/**
 * The callbacks to dial now, and those that are next, of those whose turn it is. A customer who cannot be called at this moment lets
 * those after them go first. All are collected before anything is concluded, because that changes the line that the discipline iterates.
 */
function whoCanBeCalled(
  out: Conclusion,
  line: SkillLine,
  turns: Iterable<CallbackTurn>,
  { view, paced }: Paced,
): Chosen {
  const { state, at } = out;
  const dialled: CallbackTurn[] = [];
  const next: CallbackId[] = [];
  // A callback may have two turns, but what follows from a hindrance is concluded once.
  const others = new Map<CallbackId, () => void>();
  const called = new Set<string>();
  const limit = limitOfAlive(state, line) - aliveIn(line);
  const claims = claimsOf(state, line);
  let skipped = 0;
  for (const turn of turns) {
    if (dialled.length >= limit || skipped >= LOOKED_AT) break;
    const callback = state.callbacks.get(turn.id)!;
    if (called.has(callback.person) || others.has(callback.id)) continue;
    const isThere = isAgentThere(line, turn, paced - claims - dialled.length, dialled.length);
    // Once a callback waits for the next agent, nobody behind it gets one.
    if (!isThere && turn.needs === "agent" && next.length > 0) break;
    const hindrance = hindranceTo(out, callback);
    if (typeof hindrance === "function") others.set(callback.id, hindrance);
    else if (hindrance === "not-now" || (!isThere && turn.needs !== "agent")) skipped++;
    else {
      called.add(callback.person);
      const hasFree = view.freeAgents > claims + dialled.length;
      if (!isThere || readyAt(callback) > at) next.push(callback.id);
      else dialled.push(turn.why === "turn-came" && !hasFree ? { ...turn, why: "agent-soon" } : turn);
    }
  }
  for (const conclude of others.values()) conclude();
  return { dialled, next };
}

/** Whether what a turn needs is there: `left` is how many more may be dialled by the pace, `chosen` how many are about to be. */
function isAgentThere(line: SkillLine, { needs }: CallbackTurn, left: number, chosen: number): boolean {
  if (needs === "nothing") return line.agents.values().some(({ status }) => status !== "paused");
  if (left <= 0) return false;
  return needs === "agent" || idleAgents(line) - chosen > needs.idleBeyond;
}

/** What keeps a customer whose turn it is from being called: what to conclude from it, or `not-now`; `null`: nothing does. */
function hindranceTo(out: Conclusion, callback: Callback): (() => void) | "not-now" | null {
  const { state, at } = out;
  const { skill, zones } = callback;
  if (callback.expiresAt <= at) return () => cue(out, callback, "expired");
  // They are still hearing our thanks, or are phoning in.
  const call = ownCallOf(state, callback);
  if (call) return () => cue(out, callback, "phoned-in", { call: call.id });
  const tomorrow = dayAfterAnswer(out, callback);
  if (tomorrow === "never") return () => cue(out, callback, "closed");
  if (tomorrow !== null)
    return () => cue(out, callback, "moved", { notBefore: tomorrow, why: "answered-today" });
  if (zones !== null && !mayDial(state, { skill, zones }, at)) {
    const notBefore = nextDialTime(state, { skill, zones }, at);
    return () =>
      cue(out, callback, "closed", notBefore === null ? {} : { notBefore: Math.max(at + 1, notBefore) });
  }
  return isOnLineElsewhere(state, callback) || formerLegUntil(state, callback) > at ? "not-now" : null;
}

/** Puts the callbacks of a skill off to its next opening, spread over time, when nobody may be called any more. */
function closeSkill(out: Conclusion, line: SkillLine): void {
  const { state, at } = out;
  const rate = ratePerMs(line.rate, at);
  const everyMs = rate === null || rate <= 0 ? UNKNOWN_EVERY_MS : 1 / (rate * RELEASED_SHARE);
  const apartMs = Math.round(Math.min(LONGEST_EVERY_MS, Math.max(SHORTEST_EVERY_MS, everyMs)));
  for (const { id } of Array.from(line.waiting)) {
    const callback = state.callbacks.get(id)!;
    const { skill, zones } = callback;
    if (callback.expiresAt <= at) {
      cue(out, callback, "expired");
      continue;
    }
    const opens = nextDialTime(state, { skill, zones }, at);
    // No hours at all are a mistake in the settings, which must not cost promises: the callback waits until it expires.
    if (opens === null && state.skillSettings.get(skill)?.atClosing !== "end") continue;
    if (opens === null) {
      cue(out, callback, "closed");
      continue;
    }
    // A callback put off to a much later opening does not hold up the others.
    const follows = line.releasedUntil < opens + DAY_MS ? line.releasedUntil + apartMs : opens;
    cue(out, callback, "closed", { notBefore: Math.max(opens, follows) });
  }
}

function aliveIn(line: SkillLine): number {
  return line.dialled.size + line.legs.size;
}

function aliveInAll(state: State): number {
  let alive = 0;
  for (const [phase, entered] of state.callbackPhases) if (isAlive(phase)) alive += entered.size;
  return alive;
}

const DAY_MS = 86_400_000;
/** The share of a skill's answers that go to callbacks left over from the day before. */
const RELEASED_SHARE = 0.2;
const SHORTEST_EVERY_MS = 1_000;
const LONGEST_EVERY_MS = 600_000;
/** Between two of these callbacks, where nothing is known of the skill's answers. */
const UNKNOWN_EVERY_MS = 60_000;
