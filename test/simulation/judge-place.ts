import type { Step } from "../../src/journal/port/run.ts";
import type { AttemptSettings } from "../../src/line/settings.ts";
import { eachEvent } from "./each-event.ts";
import type { Complain, Dial, Evidence } from "./evidence.ts";

/** Somebody in a queue that no agent was rung for yet. */
interface Unrung {
  readonly joinedAt: number;
  readonly skill: number;
  readonly place: number;
}

/**
 * 3. When an agent is first rung for somebody, or a callback is dialled by its place, nobody of the skill with an
 * earlier place stands in the queue without having been rung for. Seen from what the exchange did; places are calculated
 * here, from arrivals, the credit of classes and the rules for retries: of one class the earlier arrival goes first.
 */
export function judgePlaces(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const creditOf = (call: string) => chronicle.callers.get(call)?.class?.creditMs ?? 0;
  const placeOf = calculatePlaces(evidence.steps, evidence.settings.attempts, creditOf);
  const unrung = new Map<string, Unrung>();
  const rungBefore = new Set<string>();
  const dials = dialsByPlace(evidence);
  let seen = 0;
  for (const { at, report } of chronicle.reports) {
    for (; dials[0] && dials[0].afterReports <= seen; dials.shift()) {
      const dial = dials[0];
      const ownPlace = placeOf.get(dial.attempt) ?? dial.place;
      for (const [other, { skill, place, joinedAt }] of unrung)
        if (skill === dial.skill && place < ownPlace && joinedAt < dial.at)
          complain(3, `${dial.attempt} was dialled while ${other}, who came earlier, waited`);
    }
    seen++;
    if (report.type === "call-joined") {
      const place = placeOf.get(report.call);
      if (place === undefined) complain(3, `${report.call} is in the queue and nobody knows its place`);
      // Who came by another way stands where the exchange put them, until they were out of its queue once.
      else if (!rungBefore.has(report.call) && !chronicle.callers.get(report.call)?.unannounced)
        unrung.set(report.call, { skill: report.skill, place, joinedAt: at });
    } else if (report.type === "call-rung") {
      const rung = unrung.get(report.call);
      unrung.delete(report.call);
      rungBefore.add(report.call);
      for (const [other, { skill, place }] of rung ? unrung : [])
        if (skill === rung!.skill && place < rung!.place)
          complain(3, `an agent was rung for ${report.call} while ${other}, who came earlier, waited`);
    } else if (takesOut.has(report.type) && "call" in report) unrung.delete(report.call);
  }
}

/** From picking up to key 1, at the longest that is planned for. */
const CONFIRM_MS = 10_000;

/** Reports after which a call is not in the queue: gone, turned out, or being asked. */
const takesOut: ReadonlySet<string> = new Set([
  "call-ended",
  "call-left",
  "offer-requested",
  "question-began",
]);

/**
 * Of skills that call back by place; a supervisor may have somebody dialled whosever turn it is, and whose promise is about to
 * end is dialled no matter who waits.
 */
function dialsByPlace(evidence: Evidence): Dial[] {
  const why = new Map(evidence.events("attempt-dialled").map(({ attempt, inputs }) => [attempt, inputs.why]));
  const ordered = new Set(evidence.doneOrders("call-now").map(({ callback }) => callback));
  const promisedUntil = new Map(
    evidence.events("callback-registered").map((event) => [event.callback, event.promisedUntil]),
  );
  const leadMs = evidence.settings.attempts.ringForMs + CONFIRM_MS;
  return evidence.dials.filter(({ attempt, callback, skill, at }) => {
    const bySupervisor = why.get(attempt) === "supervisor" && ordered.has(callback);
    const promiseEnds =
      attempt.endsWith("~1") && at >= (promisedUntil.get(callback) ?? Number.POSITIVE_INFINITY) - leadMs;
    return evidence.isByPlace(skill) && !bySupervisor && !promiseEnds;
  });
}

interface Counted {
  readonly person: string;
  readonly by: string | null;
  readonly shared: boolean;
  skill: number;
  place: number;
  /** Where it stands once it has rested. */
  afterRest: number;
  attempts: number;
}

/**
 * The place of every call and of every attempt's leg: the arrival, less the caller's credit; for a customer who phones in while their callback is
 * open, the callback's if that is earlier; after a failed attempt what the rule for retries says; the moment to which
 * it was put off.
 */
function calculatePlaces(
  steps: readonly Step[],
  rules: AttemptSettings,
  creditOf: (call: string) => number,
): Map<string, number> {
  const places = new Map<string, number>();
  const callbacks = new Map<string, Counted>();
  const pendingOf = (person: string | null, skill: number): Counted | undefined => {
    if (person === null) return undefined;
    for (const callback of callbacks.values()) {
      const theirs = (callback.person === person && !callback.shared) || callback.by === person;
      if (theirs && callback.skill === skill) return callback;
    }
    return undefined;
  };
  const calculated = (callback: string) => callbacks.get(callback)!;
  eachEvent(steps, {
    "call-arrived"({ call, person, skill, shared }, at) {
      const pending = shared ? undefined : pendingOf(person, skill);
      const own = at - creditOf(call);
      places.set(call, Math.min(pending?.afterRest ?? own, own));
    },
    "callback-registered"({ callback, person, by = null, shared = false, skill }) {
      const place = places.get(callback)!;
      callbacks.set(callback, { person, by, shared, skill, place, afterRest: place, attempts: 0 });
    },
    "attempt-dialled"({ callback, attempt }) {
      calculated(callback).attempts++;
      places.set(attempt, calculated(callback).place);
    },
    "attempt-ended"({ callback, result }, at) {
      const gapMs = gapAfter(result, rules);
      if (gapMs === null) return;
      const { attempts, place } = calculated(callback);
      const keeps = attempts === 1 && gapMs <= rules.keepPlaceWithinMs;
      calculated(callback).afterRest = keeps ? place : Math.max(place, at + gapMs);
    },
    "callback-rested"({ callback, why, notBefore }) {
      if (why === undefined || why === "retry") return;
      calculated(callback).afterRest = Math.max(calculated(callback).place, notBefore);
    },
    "callback-returned"({ callback }, at) {
      // A supervisor may end a rest: then they stand at the end of the line.
      calculated(callback).place = Math.min(calculated(callback).afterRest, at);
    },
    "callback-moved": ({ callback, skill }) => void Object.assign(calculated(callback), { skill }),
    "callback-ended": ({ callback }) => void callbacks.delete(callback),
  });
  return places;
}

/** The gap to the next attempt, `null` when what ended this one asks for no retry. */
function gapAfter(result: string, { gapMs }: AttemptSettings): number | null {
  switch (result) {
    case "busy":
    case "no-answer":
    case "machine":
    case "failed":
      return gapMs[result];
    case "hung-up":
      return gapMs["no-answer"];
    case "unknown":
      return gapMs.failed;
    default:
      return null;
  }
}
