import { type Complain, type Evidence, localTime } from "./evidence.ts";
import { BEHIND_UTC_MS, MINUTE_MS } from "./frame.ts";
import { inFull } from "./numbers.ts";

/**
 * The hold-out: a caller in it hears no question all that day, in whatever skill that has one, unless they ask for it
 * by the key; and a caller who heard it unasked is not in it later that day. In these stories no skill comes to hold out so
 * many that its share falls.
 */
export function judgeHoldOut(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const skills = new Set(evidence.settings.skills.flatMap(({ id, holdOut }) => (holdOut ? [id] : [])));
  const erased = new Set(chronicle.erasures.map(({ number }) => number));
  const numberOf = (call: string) => inFull(chronicle.callers.get(call)?.number ?? null);
  const dayOf = new Map(
    evidence.events("call-arrived").map(({ call, factAt }) => {
      return [call, localTime(factAt, -BEHIND_UTC_MS / MINUTE_MS).date] as const;
    }),
  );
  const heldOut = new Map<string, string>();
  for (const { call, skill, reason } of evidence.events("call-decided")) {
    if (reason !== "held-out") continue;
    const number = numberOf(call);
    if (!skills.has(skill)) complain(4, `${call} was held out in skill ${skill}, which has no hold-out`);
    if (number === null) complain(4, `${call} was held out and withholds its number`);
    else if (!erased.has(number)) heldOut.set(`${number} ${dayOf.get(call)}`, call);
  }
  const asked = new Set(
    chronicle.reports.flatMap(({ report }) => (report.type === "offer-requested" ? [report.call] : [])),
  );
  for (const call of evidence.callsThatHeard("question")) {
    const by = heldOut.get(`${numberOf(call)} ${dayOf.get(call)}`);
    if (by === undefined || asked.has(call)) continue;
    const { skill } = evidence.events("call-decided").find((decided) => decided.call === call)!;
    if (skills.has(skill)) complain(4, `${call} heard the question on the day on which ${by} was held out`);
  }
}
