import type { Step } from "../../src/journal/port.ts";
import type { AttemptSettings } from "../../src/line/settings.ts";
import type { Complain } from "./judge.ts";
import type { Ended } from "./simulation.ts";

/** Somebody in a queue for whom no agent was rung yet. */
interface Unrung {
  readonly joinedAt: number;
  readonly skill: number;
  readonly place: number;
}

/**
 * 3. When an agent is first rung for somebody, or a callback is dialled, nobody of the skill with an earlier place
 * stands in the queue without having been rung for. Seen from what the exchange did; places are reckoned here, from arrivals and from the rules
 * for retries.
 */
export function judgePlaces({ chronicle, steps, scenario }: Ended, complain: Complain): void {
  const placeOf = reckonPlaces(steps, scenario.settings.attempts);
  const unrung = new Map<string, Unrung>();
  const dials = chronicle.orders.flatMap(({ order, at, afterReports }) =>
    order.type === "dial" ? [{ order, at, afterReports }] : [],
  );
  let seen = 0;
  for (const { at, report } of chronicle.reports) {
    for (; dials[0] && dials[0].afterReports <= seen; dials.shift()) {
      const dial = dials[0];
      const ownPlace = placeOf.get(dial.order.attempt) ?? dial.order.place;
      for (const [other, { skill, place, joinedAt }] of unrung)
        if (skill === dial.order.skill && place < ownPlace && joinedAt < dial.at)
          complain(3, `${dial.order.attempt} was dialled while ${other}, who came earlier, waited`);
    }
    seen++;
    if (report.type === "call-joined") {
      const place = placeOf.get(report.call);
      if (place === undefined) complain(3, `${report.call} is in the queue and nobody knows its place`);
      else unrung.set(report.call, { skill: report.skill, place, joinedAt: at });
    } else if (report.type === "call-rung") {
      const rung = unrung.get(report.call);
      unrung.delete(report.call);
      if (!rung) continue;
      for (const [other, { skill, place }] of unrung)
        if (skill === rung.skill && place < rung.place)
          complain(3, `an agent was rung for ${report.call} while ${other}, who came earlier, waited`);
    } else if (report.type === "call-ended") unrung.delete(report.call);
  }
}

/**
 * The place of every call and of every attempt's leg: the arrival; for whoever phones in while his callback is
 * open, the callback's if that is earlier; after a failed attempt what the rule for retries says.
 */
function reckonPlaces(steps: readonly Step[], rules: AttemptSettings): Map<string, number> {
  const places = new Map<string, number>();
  const callbacks = new Map<string, { readonly who: string; place: number; attempts: number }>();
  const open = new Map<string, string>();
  for (const { fact, events } of steps)
    for (const event of events) {
      switch (event.type) {
        case "call-arrived": {
          const pending = open.get(`${event.person} ${event.skill}`);
          const place = pending === undefined ? fact.at : (callbacks.get(pending)?.place ?? fact.at);
          places.set(event.call, Math.min(place, fact.at));
          break;
        }
        case "callback-registered": {
          const who = `${event.person} ${event.skill}`;
          callbacks.set(event.callback, { who, place: places.get(event.callback)!, attempts: 0 });
          open.set(who, event.callback);
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
          if (!keeps) callback.place = fact.at + gapMs;
          break;
        }
        case "callback-ended":
          open.delete(callbacks.get(event.callback)!.who);
          break;
        case "agent-changed":
        case "attempt-progressed":
        case "call-answered":
        case "call-closed":
        case "call-decided":
        case "call-joined":
        case "call-left":
        case "call-moved":
        case "call-recorded":
        case "call-reopened":
        case "call-rung":
        case "callback-attended":
        case "callback-on-phone":
        case "callback-overtaken":
        case "callback-rested":
        case "callback-returned":
        case "choice-made":
        case "question-began":
        case "ring-missed":
        case "settings-adopted":
          break;
      }
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

/** A callback as far as overtaking goes. */
interface Standing {
  readonly skill: number;
  place: number;
  /** What it does that it may be overtaken in. */
  stage: "held-back" | "dialled" | "rung" | null;
  /** Whether an agent was rung for the leg of its newest attempt. */
  legRung: boolean;
  /** An attempt was given up and heard of again: whether it was overtaken in between cannot be said. */
  revived: boolean;
  heldBack: number;
  dialled: number;
}

/**
 * 3. Counted anew, one first ring after another: whoever was rung first although a callback with an earlier place
 * waited for its turn, or was on its way from dialling to an agent, overtook it; and Espera's count is that.
 */
export function judgeOvertakes(steps: readonly Step[], complain: Complain): void {
  const standings = new Map<string, Standing>();
  const calls = new Map<string, { readonly skill: number; readonly place: number }>();
  const told = new Map<string, { dialled: number; "held-back": number }>();
  const standingOf = (callback: string): Standing => {
    const known = standings.get(callback);
    if (known) return known;
    complain(5, `the journal goes on telling of callback ${callback}, which is not open`);
    return standingAt(0, 0);
  };
  const toldOf = (callback: string) => told.get(callback) ?? { dialled: 0, "held-back": 0 };
  const rungFirst = (skill: number, place: number, id: string) => {
    for (const [callback, standing] of standings) {
      if (callback === id || standing.skill !== skill || standing.place >= place) continue;
      if (standing.stage === "held-back") standing.heldBack++;
      else if (standing.stage === "dialled") standing.dialled++;
    }
  };
  for (const { events } of steps)
    for (const event of events) {
      switch (event.type) {
        case "call-arrived":
          calls.set(event.call, { skill: event.skill, place: event.place });
          break;
        case "call-rung": {
          const call = calls.get(event.call)!;
          if (event.first) rungFirst(call.skill, call.place, event.call);
          break;
        }
        case "callback-registered": {
          const { skill, place } = event;
          standings.set(event.callback, standingAt(skill, place));
          told.set(event.callback, { dialled: 0, "held-back": 0 });
          break;
        }
        case "callback-overtaken":
          toldOf(event.callback)[event.while] = event.total;
          break;
        case "attempt-dialled":
          Object.assign(standingOf(event.callback), { stage: "dialled", legRung: false });
          break;
        case "attempt-progressed": {
          const standing = standingOf(event.callback);
          if (standing.stage !== "dialled" && standing.stage !== "rung") standing.revived = true;
          if (event.progress !== "rung") break;
          standing.stage = "rung";
          if (!standing.legRung) rungFirst(standing.skill, standing.place, event.callback);
          standing.legRung = true;
          break;
        }
        case "attempt-ended":
        case "callback-on-phone":
          standingOf(event.callback).stage = null;
          break;
        case "callback-rested":
          // Resting for a short while it keeps its place, and may be overtaken there.
          standingOf(event.callback).stage =
            standingOf(event.callback).place === event.place ? "held-back" : null;
          break;
        case "callback-returned":
          Object.assign(standingOf(event.callback), { place: event.place, stage: "held-back" });
          break;
        case "callback-ended": {
          const { heldBack, dialled, revived } = standingOf(event.callback);
          const counted = toldOf(event.callback);
          standings.delete(event.callback);
          if (!revived && (counted["held-back"] !== heldBack || counted.dialled !== dialled))
            complain(
              3,
              `callback ${event.callback} was overtaken ${heldBack} times held back and ${dialled} times dialled; counted were ${counted["held-back"]} and ${counted.dialled}`,
            );
          break;
        }
        case "agent-changed":
        case "call-answered":
        case "call-closed":
        case "call-decided":
        case "call-joined":
        case "call-left":
        case "call-moved":
        case "call-recorded":
        case "call-reopened":
        case "callback-attended":
        case "choice-made":
        case "question-began":
        case "ring-missed":
        case "settings-adopted":
          break;
      }
    }
}

function standingAt(skill: number, place: number): Standing {
  return { skill, place, stage: "held-back", legRung: false, revived: false, heldBack: 0, dialled: 0 };
}
