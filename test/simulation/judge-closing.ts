import type { Complain, Evidence } from "./evidence.ts";
import { MINUTE_MS } from "./frame.ts";
import { mayCall } from "./judge-hours.ts";

/**
 * 5. What waits for its turn when nobody may be called any more goes to the next opening, or ends, as its skill's
 * settings say: it does not stay until it expires.
 */
export function judgeClosing(evidence: Evidence, complain: Complain): void {
  if (!evidence.faultless) return;
  const { settings, chronicle } = evidence;
  const ends = new Map(evidence.events("callback-ended").map((event) => [event.callback, event]));
  const tried = new Set(evidence.dials.map(({ callback }) => callback));
  const ordered = new Set(chronicle.supervisions.map(({ callback }) => callback));
  const phoned = new Set(
    evidence.events("callback-on-phone").map(({ callback, call }) => (call === callback ? "" : callback)),
  );
  const putOff = new Set(evidence.events("callback-rested").map(({ callback }) => callback));
  for (const { callback, skill, factAt } of evidence.events("callback-registered")) {
    const end = ends.get(callback);
    const number = evidence.numberOf(callback);
    if (end?.reason !== "expired" || number === null || !number.startsWith("+57")) continue;
    if (tried.has(callback) || ordered.has(callback) || phoned.has(callback) || putOff.has(callback))
      continue;
    for (let at = factAt + MINUTE_MS; at < end.factAt; at += MINUTE_MS)
      if (!mayCall(settings, skill, number, at)) {
        complain(5, `callback ${callback} was left where it was when its skill closed, and expired`);
        break;
      }
  }
}
