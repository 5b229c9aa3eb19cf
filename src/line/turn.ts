import { ratePerMs } from "./answer-rate.ts";
import { dayAfterAnswer } from "./answered-day.ts";
import { cue } from "./callback-cues.ts";
import { mayDial, nextDialTime } from "./calling-hours.ts";
import type { Conclusion } from "./conclusion.ts";
import { isOnLineElsewhere, ownCallOf } from "./contacts.ts";
import { disciplineOf, type Turn } from "./discipline.ts";
import type { DialInputs, DialReason } from "./events.ts";
import { dueTimeOf, leadOf } from "./line-due.ts";
import type { DialPacing } from "./pacing.ts";
import { type Callback, isAlive, lineOf, type SkillLine, type State } from "./state.ts";

/**
 * Dials every callback whose turn has come, as its skill's discipline says. Pacing and the limits bound how many
 * attempts are alive, and an agent must be logged in to talk to whoever picks up. What is left when nobody may be
 * called any more goes to the next opening. One fact dials a callback at most once, however long the time since the
 * fact before. Without `pacing` nobody is dialled, and only what is closed is put off. Only lines are looked at in which
 * something changed, or the time came for something: in the others everybody was dialled who could be.
 */
export function dialWhoseTurnItIs(out: Conclusion, pacing: DialPacing | null): void {
  const { state, at } = out;
  for (const { place, id } of state.expiring) {
    if (place > at) break;
    state.looks.note(lineOf(state, state.callbacks.get(id)!.skill));
  }
  const lines = state.looks.take(at);
  for (const line of lines) {
    if (pacing === null) state.looks.note(line);
    if (line.waiting.size === 0) continue;
    if (mayDial(state.settings, { skill: line.id, zones: null }, at)) dialInSkill(out, line, pacing);
    else closeSkill(out, line);
  }
  for (const line of lines) state.looks.setTime(line, dueTimeOf(state, line, at));
}

/** Why a callback may not be dialled at this moment though a supervisor wants it; `null` when it may. */
export function refusalToDial(
  out: Conclusion,
  callback: Callback,
):
  | "attempts-used-up"
  | "outside-calling-hours"
  | "serving-closed"
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
  const line = lineOf(state, skill);
  if (line.presentAgents === 0) return "nobody-logged-in";
  // Pacing gives way to a supervisor; limits, such as that of the trunk's lines, do not.
  if (aliveIn(line) >= limitOfAlive(state, line)) return "enough-alive";
  return ownCallOf(state, callback) || isOnLineElsewhere(state, callback) ? "on-phone" : null;
}

/** What is known when a callback is dialled. */
export function dialInputs(
  { at }: Conclusion,
  line: SkillLine,
  aliveAtMost: number,
  why: DialReason,
): DialInputs {
  const answersPerMs = ratePerMs(line.rate, at);
  return {
    aliveInSkill: aliveIn(line),
    aliveAtMost,
    freeAgents: line.freeAgents,
    answersPerMinute: answersPerMs === null ? null : answersPerMs * 60_000,
    why,
  };
}

/** How many attempts of a skill may be alive now. */
export function aliveAtMost({ state, at }: Conclusion, line: SkillLine, pacing: DialPacing): number {
  const { ringForMs } = state.settings.attempts;
  const paced = pacing({ freeAgents: line.freeAgents, answersPerMs: ratePerMs(line.rate, at), ringForMs });
  return Math.min(paced, limitOfAlive(state, line));
}

/** How many attempts of a skill the limits let live, whatever pacing says. */
function limitOfAlive(state: State, line: SkillLine): number {
  const ofSkill = state.skillSettings.get(line.id)?.limits.alive ?? Number.POSITIVE_INFINITY;
  const inAll = state.settings.limits.alive;
  const leftOfAll = inAll === null ? Number.POSITIVE_INFINITY : inAll - aliveInAll(state) + aliveIn(line);
  return Math.max(0, Math.min(ofSkill, leftOfAll));
}

function dialInSkill(out: Conclusion, line: SkillLine, pacing: DialPacing | null): void {
  const { state } = out;
  const skill = state.skillSettings.get(line.id);
  if (pacing === null) return;
  if (line.presentAgents === 0 || skill?.servesPending === false) return;
  const atMost = aliveAtMost(out, line, pacing);
  const turns = disciplineOf(skill).turns({ line, at: out.at, leadMs: leadOf(state.settings) });
  for (const { id, why } of whoCanBeCalled(out, line, turns, atMost))
    cue(out, state.callbacks.get(id)!, "turn-came", { inputs: dialInputs(out, line, atMost, why) });
}

/**
 * Of those whose turn it is. Who cannot be called at this moment lets those after him go first. They are collected
 * before anything is concluded, which would change the line under the discipline's eyes.
 */
function whoCanBeCalled(out: Conclusion, line: SkillLine, turns: Iterable<Turn>, atMost: number): Turn[] {
  const { state, at } = out;
  const callable: Turn[] = [];
  const others: (() => void)[] = [];
  const called = new Set<string>();
  for (const turn of turns) {
    if (aliveIn(line) + callable.length >= atMost) break;
    const callback = state.callbacks.get(turn.id)!;
    const { skill, zones, person } = callback;
    const tomorrow = dayAfterAnswer(out, callback);
    const call = ownCallOf(state, callback);
    if (callback.expiresAt <= at) others.push(() => cue(out, callback, "expired"));
    // He still hears our thanks, or phones by himself.
    else if (call) others.push(() => cue(out, callback, "phoned-in", { call: call.id }));
    else if (tomorrow === "never") others.push(() => cue(out, callback, "closed"));
    else if (tomorrow !== null)
      others.push(() => cue(out, callback, "moved", { notBefore: tomorrow, why: "answered-today" }));
    else if (zones !== null && !mayDial(state.settings, { skill, zones }, at)) {
      const notBefore = nextDialTime(state.settings, { skill, zones }, at);
      others.push(() =>
        cue(out, callback, "closed", notBefore === null ? {} : { notBefore: Math.max(at + 1, notBefore) }),
      );
    } else if (!called.has(person) && !isOnLineElsewhere(state, callback)) {
      callable.push(turn);
      called.add(person);
    }
  }
  for (const conclude of others) conclude();
  return callable;
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
