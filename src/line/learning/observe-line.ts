import type { CallId, SkillId } from "../ids.ts";
import { type Expecting, type LearnedLine, learnedSkill } from "./learned-line.ts";
import type { LineView } from "./line-view.ts";
import { creditIn, type LineMember, observeServedFirst, orderNow } from "./order/credits.ts";
import { observeCaller } from "./order/overtakers.ts";
import { noteCall, noteHandled, noteStart } from "./wait/activity.ts";
import { observeStart, passTime } from "./wait/capacity.ts";
import { noteWait } from "./wait/skill-history.ts";
import { observeStay } from "./wait/staying.ts";
import { featuresOf } from "./wait/wait-features.ts";
import { learnWait, modelledWait } from "./wait/wait-model.ts";

/** Somebody comes and will wait on the phone; `view` is the line before. Callers who are in line already stay as they are. */
export function observeJoin(
  learned: LearnedLine,
  call: CallId,
  { skill, class: name, person, place }: LineMember,
  view: LineView,
): void {
  if (learned.waiting[call]) return;
  const { at } = view;
  pass(learned, at);
  const caller = { skill, class: name, person, place };
  const own = learnedSkill(learned, skill);
  const { features, possibleRate } = featuresOf(learned, caller, view);
  own.capacity.possibleRate = possibleRate;
  own.waiting++;
  const predictedMs = modelledWait(learned.model, skill, features);
  learned.waiting[call] = { ...caller, since: at, features, predictedMs };
  observeCaller(learned.arrivals, caller, at);
  noteCall(learned.activity, at);
}

/** An agent who serves these skills answers a call. A call that is answered in the moment in which it came did not wait. */
export function observeAnswered(
  learned: LearnedLine,
  call: CallId,
  skills: readonly SkillId[],
  at: number,
): void {
  const caller = leave(learned, call, at);
  if (!caller) return;
  const waitMs = Math.max(0, at - caller.since);
  noteWait(learnedSkill(learned, caller.skill).history, waitMs, at);
  observeStay(learned.staying, waitMs, false);
  if (waitMs === 0) return;
  const credit = creditIn(orderNow(learned.credits), learned.credits, caller);
  noteStart(learned.activity, at - caller.place + credit.mean, at);
  noteCapacity(learned, caller.skill, skills, at);
  // Who came in this very moment may have been too late to be seen.
  const passedOver = Object.values(learned.waiting).filter(
    (other) => other.since < at && skills.includes(other.skill),
  );
  observeServedFirst(learned.credits, caller, passedOver);
  learnWait(learned.model, caller, waitMs);
}

/** An agent who serves these skills takes a return call of this one, whose customer stood in line as those on the phone do. */
export function observeReturned(
  learned: LearnedLine,
  skill: SkillId,
  skills: readonly SkillId[],
  at: number,
): void {
  pass(learned, at);
  noteCapacity(learned, skill, skills, at);
}

/** Somebody gave up. */
export function observeAbandoned(learned: LearnedLine, call: CallId, at: number): void {
  const caller = leave(learned, call, at);
  if (caller) observeStay(learned.staying, Math.max(0, at - caller.since), true);
}

/** Somebody left the line in another way: accepted a callback, was turned away, went on to another skill, or was lost sight of. */
export function observeLeft(learned: LearnedLine, call: CallId, at: number): void {
  leave(learned, call, at);
}

/** An agent was done with a call after so long. */
export function observeHandled(learned: LearnedLine, handleMs: number, at: number): void {
  if (handleMs > 0) noteHandled(learned.activity, handleMs, at);
}

function noteCapacity(learned: LearnedLine, taken: SkillId, skills: readonly SkillId[], at: number): void {
  for (const skill of skills) {
    const { waiting, capacity } = learnedSkill(learned, skill);
    if (waiting > 0 || skill === taken) observeStart(capacity, at);
  }
}

function leave(learned: LearnedLine, call: CallId, at: number): Expecting | null {
  pass(learned, at);
  const caller = learned.waiting[call];
  if (!caller) return null;
  delete learned.waiting[call];
  learnedSkill(learned, caller.skill).waiting--;
  return caller;
}

/** Time went by with the line as it was. */
function pass(learned: LearnedLine, at: number): void {
  for (const { waiting, capacity } of Object.values(learned.skills))
    if (waiting > 0) passTime(capacity, learned.at, at);
  learned.at = Math.max(learned.at, at);
}
