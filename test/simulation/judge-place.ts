import type { Step } from "../../src/journal/port.ts";
import type { AttemptSettings } from "../../src/line/settings.ts";
import type { Complain, Dial, Evidence } from "./evidence.ts";

/** Somebody in a queue for whom no agent was rung yet. */
interface Unrung {
  readonly joinedAt: number;
  readonly skill: number;
  readonly place: number;
}

/**
 * 3. When an agent is first rung for somebody, or a callback is dialled by its place, nobody of the skill with an
 * earlier place stands in the queue without having been rung for. Seen from what the exchange did; places are reckoned
 * here, from arrivals and from the rules for retries.
 */
export function judgePlaces(evidence: Evidence, complain: Complain): void {
  const placeOf = reckonPlaces(evidence.steps, evidence.settings.attempts);
  const unrung = new Map<string, Unrung>();
  const rungBefore = new Set<string>();
  const dials = dialsByPlace(evidence);
  let seen = 0;
  for (const { at, report } of evidence.chronicle.reports) {
    for (; dials[0] && dials[0].afterReports <= seen; dials.shift()) {
      const dial = dials[0];
      const ownPlace = placeOf.get(dial.attempt) ?? dial.place;
      for (const [other, { skill, place, joinedAt }] of unrung)
        if (skill === dial.skill && place < ownPlace && joinedAt < dial.at)
          complain(3, `${dial.attempt} was dialled while ${other}, who came earlier, waited`);
    }
    seen++;
    switch (report.type) {
      case "call-joined": {
        const place = placeOf.get(report.call);
        if (place === undefined) complain(3, `${report.call} is in the queue and nobody knows its place`);
        else if (!rungBefore.has(report.call))
          unrung.set(report.call, { skill: report.skill, place, joinedAt: at });
        break;
      }
      case "call-rung": {
        const rung = unrung.get(report.call);
        unrung.delete(report.call);
        rungBefore.add(report.call);
        for (const [other, { skill, place }] of rung ? unrung : [])
          if (skill === rung!.skill && place < rung!.place)
            complain(3, `an agent was rung for ${report.call} while ${other}, who came earlier, waited`);
        break;
      }
      // Out of the queue: gone, turned out, or being asked.
      case "call-ended":
      case "call-left":
      case "offer-requested":
      case "question-began":
        unrung.delete(report.call);
    }
  }
}

/** Of skills that call back by place; a supervisor may have somebody dialled whosever turn it is. */
function dialsByPlace(evidence: Evidence): Dial[] {
  const why = new Map(evidence.events("attempt-dialled").map(({ attempt, inputs }) => [attempt, inputs.why]));
  const ordered = new Set(evidence.doneOrders("call-now").map(({ callback }) => callback));
  return evidence.dials.filter(({ attempt, callback, skill }) => {
    const bySupervisor = why.get(attempt) === "supervisor" && ordered.has(callback);
    return evidence.isByPlace(skill) && !bySupervisor;
  });
}

interface Reckoned {
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
 * The place of every call and of every attempt's leg: the arrival; for whoever phones in while his callback is
 * open, the callback's if that is earlier; after a failed attempt what the rule for retries says; the moment to which
 * it was put off.
 */
function reckonPlaces(steps: readonly Step[], rules: AttemptSettings): Map<string, number> {
  const places = new Map<string, number>();
  const onReturn = new Map<string, number>();
  const callbacks = new Map<string, Reckoned>();
  const pendingOf = (person: string | null, skill: number): Reckoned | undefined => {
    if (person === null) return undefined;
    for (const callback of callbacks.values()) {
      const his = (callback.person === person && !callback.shared) || callback.by === person;
      if (his && callback.skill === skill) return callback;
    }
    return undefined;
  };
  for (const { fact, events } of steps)
    for (const event of events)
      switch (event.type) {
        case "call-arrived": {
          const pending = event.shared ? undefined : pendingOf(event.person, event.skill);
          const place = Math.min(pending?.afterRest ?? fact.at, fact.at);
          // Who came into the queue by another way stands in it already; he gets his place when he is out of it once.
          places.set(event.call, event.announced ? place : fact.at);
          if (!event.announced) onReturn.set(event.call, place);
          break;
        }
        case "offer-requested":
        case "question-began":
          places.set(event.call, onReturn.get(event.call) ?? places.get(event.call)!);
          break;
        case "callback-registered": {
          const { person, by = null, shared = false, skill } = event;
          const place = places.get(event.callback)!;
          callbacks.set(event.callback, { person, by, shared, skill, place, afterRest: place, attempts: 0 });
          break;
        }
        case "attempt-dialled": {
          const callback = callbacks.get(event.callback)!;
          callback.attempts++;
          places.set(event.attempt, callback.place);
          break;
        }
        case "attempt-ended": {
          const callback = callbacks.get(event.callback)!;
          const gapMs = gapAfter(event.result, rules);
          if (gapMs === null) break;
          const keeps = callback.attempts === 1 && gapMs <= rules.keepPlaceWithinMs;
          callback.afterRest = keeps ? callback.place : Math.max(callback.place, fact.at + gapMs);
          break;
        }
        case "callback-rested": {
          const callback = callbacks.get(event.callback)!;
          if (event.why !== undefined && event.why !== "retry")
            callback.afterRest = Math.max(callback.place, event.notBefore);
          break;
        }
        case "callback-returned": {
          // A supervisor may end a rest: then he stands at the end of the line.
          const callback = callbacks.get(event.callback)!;
          callback.place = Math.min(callback.afterRest, fact.at);
          break;
        }
        case "callback-moved":
          callbacks.get(event.callback)!.skill = event.skill;
          break;
        case "callback-ended":
          callbacks.delete(event.callback);
      }
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
