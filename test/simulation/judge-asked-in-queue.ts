import { type Complain, type Evidence, isLeg } from "./evidence.ts";

/**
 * 4. Nobody is taken out of the queue to be asked when their turn is near, and they are back at the place they had. Who stands
 * before them is counted generously: everybody of the skill who came before them, or stands at an earlier place or their
 * own, and was neither served nor gone, and everybody who waits to be called back.
 */
export function judgeAskedInQueue(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const places = new Map<string, number>();
  for (const { call, place } of chronicle.stays) {
    if (isLeg(call)) continue;
    const before = places.get(call);
    if (before !== undefined && place > before && evidence.faultless)
      complain(4, `${call} stands ${place - before} ms behind the place that it had in the queue`);
    places.set(call, place);
  }
  if (evidence.faultless) judgeNearTurns(evidence, complain);
}

function judgeNearTurns(evidence: Evidence, complain: Complain): void {
  const { chronicle, settings } = evidence;
  const waited = new Set<string>();
  for (const { call, what, at } of chronicle.hearings) {
    if (what.what === "queue-music") waited.add(call);
    if (what.what !== "question" || !waited.has(call)) continue;
    const skill = chronicle.stays.findLast((stay) => stay.call === call && stay.at <= at)!.skill;
    const least = settings.skills.find(({ id }) => id === skill)?.queueOffers.leastAhead ?? 0;
    const ahead = mostBefore(evidence, call, skill, at);
    if (ahead < least) complain(4, `${call} was asked in the queue with ${ahead} before it, not ${least}`);
  }
}

function mostBefore(evidence: Evidence, call: string, skill: number, at: number): number {
  const { chronicle } = evidence;
  // Who was served by another skill and passed on waits again.
  const services = chronicle.services.filter((service) => service.skill === skill);
  const servedAt = new Map(services.map((service) => [service.call, service.at]));
  const goneAt = (id: string) =>
    Math.min(
      servedAt.get(id) ?? Number.POSITIVE_INFINITY,
      chronicle.ends.get(id) ?? Number.POSITIVE_INFINITY,
    );
  const skills = new Map<string, number>();
  const places = new Map<string, number>();
  for (const stay of chronicle.stays) {
    if (stay.at > at) continue;
    skills.set(stay.call, stay.skill);
    places.set(stay.call, stay.place);
  }
  const own = chronicle.callers.get(call)!.at;
  // Who was recognised stands where they stood before, with every call that they make.
  const cameBefore = (caller: { readonly call: string; readonly at: number }) =>
    caller.at <= own || (places.get(caller.call) ?? Number.POSITIVE_INFINITY) <= places.get(call)!;
  const onPhone = [...chronicle.callers.values()].filter(
    (caller) =>
      caller.call !== call &&
      cameBefore(caller) &&
      (skills.get(caller.call) ?? caller.skill) === skill &&
      goneAt(caller.call) >= at,
  );
  const ends = new Map(evidence.events("callback-ended").map((event) => [event.callback, event.factAt]));
  const pending = evidence
    .events("callback-registered")
    .filter(({ callback, factAt }) => factAt <= at && (ends.get(callback) ?? Number.POSITIVE_INFINITY) >= at);
  return onPhone.length + pending.length;
}
