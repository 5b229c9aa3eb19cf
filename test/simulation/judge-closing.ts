import type { Step } from "../../src/journal/port/run.ts";
import { eachEvent } from "./each-event.ts";
import type { Complain, Evidence } from "./evidence.ts";
import { MINUTE_MS } from "./frame.ts";
import { mayCall } from "./judge-hours.ts";

/** Longer than Espera may be away. */
const PATIENCE_MS = 3 * MINUTE_MS;
const SOUGHT_MS = 60 * 24 * 60 * MINUTE_MS;

/**
 * 5. What waits for its turn when nobody may be called any more goes to the next opening, or ends, as its skill's
 * settings say: it does not stay until it expires.
 */
export function judgeClosing(evidence: Evidence, complain: Complain): void {
  const ending = new Set(
    evidence.settings.skills.flatMap(({ id, atClosing }) => (atClosing === "end" ? [id] : [])),
  );
  for (const { callback, skill } of putOffAtClosing(evidence.steps))
    if (ending.has(skill))
      complain(5, `callback ${callback} was to end when its skill closed, and was put off`);
  if (evidence.clockWrongMs > 0) return;
  for (const { callback, skill, since, until } of expiredInLine(evidence.steps)) {
    const number = evidence.numberOf(callback);
    // Of other countries each is put off when its turn comes.
    if (!number?.startsWith("+57")) continue;
    const isClosed = (at: number) => !mayCall(evidence.settings, skill, number, at);
    if (until - since <= PATIENCE_MS || !isClosed(until) || !isClosed(until - PATIENCE_MS)) continue;
    // Hours that never meet are a slip of the administrator: what is not to end at closing waits until it expires.
    if (ending.has(skill) || opensAgain(isClosed, until))
      complain(5, `callback ${callback} was left where it was when its skill closed, and expired`);
  }
}

/** Whether there is a minute to call in, within as many days as the core looks for one. */
function opensAgain(isClosed: (at: number) => boolean, from: number): boolean {
  for (let at = from; at < from + SOUGHT_MS; at += MINUTE_MS) if (!isClosed(at)) return true;
  return false;
}

interface Stood {
  readonly callback: string;
  readonly skill: number;
  readonly since: number;
}

/** Callbacks that were put off to the next opening, and the skill in whose line they stood. */
function putOffAtClosing(steps: readonly Step[]): { readonly callback: string; readonly skill: number }[] {
  const skills = new Map<string, number>();
  const putOff: { readonly callback: string; readonly skill: number }[] = [];
  eachEvent(steps, {
    "callback-registered": ({ callback, skill }) => void skills.set(callback, skill),
    "callback-moved": ({ callback, skill }) => void skills.set(callback, skill),
    "callback-rested"({ callback, why }) {
      if (why === "closed") putOff.push({ callback, skill: skills.get(callback)! });
    },
  });
  return putOff;
}

/** Callbacks that expired while they waited for their turn, and since when they did. */
function expiredInLine(steps: readonly Step[]): (Stood & { readonly until: number })[] {
  const waiting = new Map<string, Stood>();
  const skills = new Map<string, number>();
  const expired: (Stood & { readonly until: number })[] = [];
  const waits = (callback: string, since: number) =>
    waiting.set(callback, { callback, skill: skills.get(callback)!, since });
  eachEvent(steps, {
    "callback-registered"({ callback, skill }, at) {
      skills.set(callback, skill);
      waits(callback, at);
    },
    "callback-moved": ({ callback, skill }) => void skills.set(callback, skill),
    "callback-returned": ({ callback }, at) => void waits(callback, at),
    "attempt-dialled": ({ callback }) => void waiting.delete(callback),
    "callback-on-phone": ({ callback }) => void waiting.delete(callback),
    "callback-rested": ({ callback }) => void waiting.delete(callback),
    "callback-ended"({ callback, reason }, until) {
      const stood = waiting.get(callback);
      if (stood && reason === "expired") expired.push({ ...stood, until });
    },
  });
  return expired;
}
