import { othersBeingAsked, wouldBeCalled } from "../call/being-asked.ts";
import { callbacksOf } from "../call/contacts.ts";
import { disciplineOf } from "../dialling/discipline.ts";
import type { Caller, Fact } from "../facts.ts";
import { closingTime } from "../hours/calling-hours.ts";
import { localDate } from "../hours/local-date.ts";
import { saidZones, zonesOf } from "../hours/number-zones.ts";
import type { PersonId, SkillId } from "../ids.ts";
import { exactWait } from "../judgement/predicted-wait.ts";
import { tallyOf } from "../offer/day-tally.ts";
import { laterWithin } from "../offer/later-options.ts";
import { sameQueue } from "../queue-name.ts";
import type { Call, State } from "../state.ts";
import { cue } from "./callback-cues.ts";
import type { Conclusion } from "./conclusion.ts";
import type { Promised } from "./promised.ts";

type Chosen = Pick<Extract<Fact, { type: "choice-made" }>, "laterMs" | "nameRecorded">;

/** The person to be called back. */
type Callee = Caller & { readonly person: PersonId };

/**
 * The person that a call which says yes wants to be called: at the number they keyed, or at their own; `null` when there is none, or what
 * let the number they keyed be taken is over by now.
 */
export function calleeOf(out: Conclusion, call: Call): Callee | null {
  const { callee, person, number, shared, zones } = call;
  if (callee)
    return callee.person !== null && acceptsNumber(out, call, callee)
      ? { ...callee, person: callee.person }
      : null;
  if (person === null || number !== "dialable") return null;
  return { person, number, ...(shared ? { shared } : {}), ...saidZones(zones) };
}

/**
 * Whether a number that a caller keyed may be called: what the rules say of it, and how often it, or they, was in such
 * a callback today, including those who are being asked. Nobody learns that somebody waits to be called at
 * it already: it is taken whatever was asked for at it today, since it is called for the other one alone.
 */
export function acceptsNumber({ state, at }: Conclusion, call: Call, callee: Caller): boolean {
  const { person } = callee;
  if (person === null || callee.number !== "dialable") return false;
  const { settings, today } = state;
  const { perNumberPerDay, perOtherNumberPerDay } = settings.limits;
  const tally = tallyOf(today, localDate(state, at));
  const others = othersBeingAsked(state, call);
  const keying = others.filter((other) => other.callee !== null);
  const keyed = keying.filter((other) => other.callee?.person === person).length;
  const registered = others.filter((other) => wouldBeCalled(other) === person).length;
  const by = call.person;
  if (by !== null && by !== person) {
    const theirKeyed = tally.of(by).keyed + keying.filter((other) => other.person === by).length;
    if (theirKeyed >= perOtherNumberPerDay) return false;
  }
  if (waitsAlready(state, call.skill, callee)) return true;
  if (tally.of(person).keyed + keyed >= perOtherNumberPerDay) return false;
  return tally.of(person).registered + registered < perNumberPerDay;
}

/** Whether they are to be called in this skill already; that they asked for a call to somebody else does not make it theirs. */
function waitsAlready(state: State, skill: SkillId, { person, shared }: Caller): boolean {
  return (
    !shared &&
    callbacksOf(state, person).some((id) => {
      const callback = state.callbacks.get(id);
      return callback?.person === person && callback.skill === skill;
    })
  );
}

/**
 * Registers the callback of a call that said yes. One for a person who has another in this skill already, which only a keyed
 * number can lead to, ends at once: they are called for the other one, and the caller who keyed their number learns nothing.
 */
export function registerCallback(
  out: Conclusion,
  call: Call,
  callee: Callee,
  { laterMs, nameRecorded }: Chosen,
): void {
  const { settings, skillSettings } = out.state;
  const skill = skillSettings.get(call.skill);
  const duplicate = waitsAlready(out.state, call.skill, callee);
  const chosenMs = laterMs === undefined ? null : laterWithin(laterMs);
  // It lives as long after the time that they chose as it would have after their yes.
  const promised =
    chosenMs === null ? promiseToCall(out, call) : disciplineOf(skill).promiseLater(out.at, chosenMs);
  const { from, until } = withinHours(out, call.skill, callee, promised);
  const keyed = call.callee !== null && callee.person !== call.person;
  out.event({
    type: "callback-registered",
    callback: call.id,
    skill: call.skill,
    person: callee.person,
    ...sameQueue(call),
    ...(call.class === null ? {} : { class: call.class }),
    arrivedAt: call.arrivedAt,
    place: call.place,
    promisedFrom: from,
    promisedUntil: until,
    expiresAt: out.at + settings.callbackExpiresAfterMs,
    ...(callee.shared ? { shared: true } : {}),
    ...saidZones(zonesOf(callee)),
    ...(keyed ? { otherNumber: true } : {}),
    ...(keyed && call.person !== null && !call.shared ? { by: call.person } : {}),
    ...(nameRecorded ? { nameRecorded } : {}),
    ...(duplicate ? { duplicate } : {}),
  });
  const callback = out.state.callbacks.get(call.id);
  if (!callback) return;
  if (duplicate) cue(out, callback, "duplicate");
  else if (chosenMs !== null) cue(out, callback, "moved", { notBefore: out.at + chosenMs, why: "chosen" });
}

/** What the call was offered, from now on; of an offer of an older core it is made of the wait that was predicted. */
function promiseToCall({ state, at }: Conclusion, { skill, offered, predictedWaitMs }: Call): Promised {
  const { from, until } =
    offered ?? disciplineOf(state.skillSettings.get(skill)).promise(at, exactWait(predictedWaitMs ?? 0));
  return { from: Math.max(at, from), until: Math.max(at, until) };
}

/**
 * The number that was keyed may lie where the hours are others: nothing is promised for after their closing. Where nobody may
 * be called any more by now, the promise stays as it is.
 */
function withinHours(
  { state, at }: Conclusion,
  skill: SkillId,
  callee: Callee,
  { from, until }: Promised,
): Promised {
  const called = { skill, zones: zonesOf(callee) };
  const closes = closingTime(state, called, from) ?? closingTime(state, called, at) ?? until;
  const latest = Math.min(until, closes);
  return { from: Math.min(from, latest), until: latest };
}
