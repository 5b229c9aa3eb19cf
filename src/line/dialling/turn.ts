import { isOnLineElsewhere, ownCallOf } from "../call/contacts.ts";
import { dayAfterAnswer } from "../callback/answered-day.ts";
import { cue } from "../callback/callback-cues.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import type { DialInputs, DialReason } from "../events.ts";
import { mayDial, nextDialTime } from "../hours/calling-hours.ts";
import type { CallbackId } from "../ids.ts";
import { ratePerMs } from "../learning/answer-rate.ts";
import { type Callback, isAlive, lineOf, type SkillLine, type State } from "../state.ts";
import { disciplineOf, LOOKED_AT, type Turn } from "./discipline.ts";
import { dueTimeOf, readyAt, turnViewOf } from "./line-due.ts";
import { claimsOf, idleAgents, type Paced, paceIn } from "./pace-view.ts";
import { reserveFor } from "./reservations.ts";

/**
 * Dials every callback whose turn has come and who finds an agent, as its skill's discipline says, and has the exchange hold
 * agents for them. Pacing and the limits bound how many attempts are alive, and an agent must be logged in. What is left when nobody may be
 * called any more goes to the next opening. One fact dials a callback at most once, however long the time since the
 * fact before. Unless `mayDialNow`, and while the exchange can't dial, nobody is dialled, and only what is closed is put off: what
 * Espera can't do uses no attempt up. Only lines are looked at in which something changed, or the time came for something: in
 * the others everybody was dialled who could be.
 */
export function dialWhoseTurnItIs(out: Conclusion, mayDialNow: boolean): void {
  const { state, at } = out;
  const dials = mayDialNow && state.canDial;
  for (const { place, id } of state.expiring) {
    if (place > at) break;
    state.looks.note(lineOf(state, state.callbacks.get(id)!.skill));
  }
  const lines = state.looks.take(at);
  for (const line of lines) {
    if (!dials) state.looks.note(line);
    let next: readonly CallbackId[] = [];
    if (line.waiting.size > 0) {
      if (!mayDial(state.settings, { skill: line.id, zones: null }, at)) closeSkill(out, line);
      else if (dials) next = dialInSkill(out, line);
    }
    if (mayDialNow) reserveFor(out, line, next);
  }
  for (const line of lines) state.looks.setTime(line, dueTimeOf(state, line, at, out.judgements));
}

/** Why a callback may not be dialled at this moment though a supervisor wants it; `null` when it may. */
export function refusalToDial(
  out: Conclusion,
  callback: Callback,
):
  | "attempts-used-up"
  | "outside-calling-hours"
  | "serving-closed"
  | "exchange-away"
  | "nobody-logged-in"
  | "enough-alive"
  | "on-phone"
  | null {
  const { state, at } = out;
  const { skill, zones } = callback;
  if (callback.attempts >= state.settings.attempts.max) return "attempts-used-up";
  if (state.skillSettings.get(skill)?.servesPending === false) return "serving-closed";
  if (!mayDial(state.settings, { skill, zones }, at) || dayAfterAnswer(out, callback) !== null)
    return "outside-calling-hours";
  if (!state.canDial) return "exchange-away";
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

/** How many attempts of a skill the limits let live, whatever pacing says. */
function limitOfAlive(state: State, line: SkillLine): number {
  const ofSkill = state.skillSettings.get(line.id)?.limits.alive ?? Number.POSITIVE_INFINITY;
  const inAll = state.settings.limits.alive;
  const leftOfAll = inAll === null ? Number.POSITIVE_INFINITY : inAll - aliveInAll(state) + aliveIn(line);
  return Math.max(0, Math.min(ofSkill, leftOfAll));
}

/** Dials who is to be dialled; gives those for whom the next agents are to be held. */
function dialInSkill(out: Conclusion, line: SkillLine): readonly CallbackId[] {
  const { state } = out;
  const skill = state.skillSettings.get(line.id);
  if (line.agents.size === 0 || skill?.servesPending === false) return [];
  const turns = () => disciplineOf(skill).turns(turnViewOf(state, line, out.at));
  // Mostly it is nobody's turn, and how many may be dialled is not asked.
  if (turns()[Symbol.iterator]().next().done) return [];
  const paced = paceIn(state, line, out.at, out.judgements);
  const { dialled, next } = whoCanBeCalled(out, line, turns(), paced);
  for (const { id, why } of dialled)
    cue(out, state.callbacks.get(id)!, "turn-came", { inputs: dialInputs(out, line, paced, why) });
  return next;
}

interface Chosen {
  readonly dialled: Turn[];
  /** Whose turn has come and who wait for an agent. */
  readonly next: CallbackId[];
}

/**
 * Of those whose turn it is, who is dialled now and who is the next. Who cannot be called at this moment lets those after
 * them go first. They are collected before anything is concluded, which would change the line under the discipline's eyes.
 */
function whoCanBeCalled(
  out: Conclusion,
  line: SkillLine,
  turns: Iterable<Turn>,
  { view, paced }: Paced,
): Chosen {
  const { state, at } = out;
  const dialled: Turn[] = [];
  const next: CallbackId[] = [];
  // A turn may come twice, and what follows from a hindrance is concluded once.
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
    // Behind who waits for the next agent nobody has one.
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

/** Whether what a turn needs is there: `left` is how many more pacing lets be dialled, `taken` who is dialled just now. */
function isAgentThere(line: SkillLine, { needs }: Turn, left: number, taken: number): boolean {
  if (needs === "nothing") return line.agents.values().some(({ status }) => status !== "paused");
  if (left <= 0) return false;
  return needs === "agent" || idleAgents(line) - taken > needs.idleBeyond;
}

/** Why somebody whose turn it is cannot be called: what follows from it, or that it is to be seen later; `null`: they can. */
function hindranceTo(out: Conclusion, callback: Callback): (() => void) | "not-now" | null {
  const { state, at } = out;
  const { skill, zones } = callback;
  if (callback.expiresAt <= at) return () => cue(out, callback, "expired");
  // They still hear our thanks, or phone by themselves.
  const call = ownCallOf(state, callback);
  if (call) return () => cue(out, callback, "phoned-in", { call: call.id });
  const tomorrow = dayAfterAnswer(out, callback);
  if (tomorrow === "never") return () => cue(out, callback, "closed");
  if (tomorrow !== null)
    return () => cue(out, callback, "moved", { notBefore: tomorrow, why: "answered-today" });
  if (zones !== null && !mayDial(state.settings, { skill, zones }, at)) {
    const notBefore = nextDialTime(state.settings, { skill, zones }, at);
    return () =>
      cue(out, callback, "closed", notBefore === null ? {} : { notBefore: Math.max(at + 1, notBefore) });
  }
  return isOnLineElsewhere(state, callback) ? "not-now" : null;
}

/** Nobody of this skill may be called any more: its callbacks go to the next opening, one after another. */
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
    const opens = nextDialTime(state.settings, { skill, zones }, at);
    // No hours at all are a slip of whoever set them, which must not cost promises: it waits until it expires.
    if (opens === null && state.skillSettings.get(skill)?.atClosing !== "end") continue;
    if (opens === null) {
      cue(out, callback, "closed");
      continue;
    }
    // Who was put off to some later opening, by other hours than those of now, is not waited for.
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
/** Of the answers of a skill, how many go to those who were left over from the day before. */
const RELEASED_SHARE = 0.2;
const SHORTEST_EVERY_MS = 1_000;
const LONGEST_EVERY_MS = 600_000;
/** Where nothing is known of the skill's answers. */
const UNKNOWN_EVERY_MS = 60_000;
