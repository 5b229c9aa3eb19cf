import type { Moment } from "./chronicle.ts";
import { type Complain, callbackOf, countBy, type Evidence } from "./evidence.ts";
import { countryOf, dayOf } from "./judge-hours.ts";
import { inFull } from "./numbers.ts";

/** 7. A stranger gets nothing: no number rings that did not ask for it or may not, no name is heard by another. */
export function judgeStrangers(evidence: Evidence, complain: Complain): void {
  judgeNumbers(evidence, complain);
  judgeNames(evidence, complain);
  judgeNotMe(evidence, complain);
  judgeErased(evidence, complain);
  judgeDays(evidence, complain);
}

/** What rings is the number that the caller heard, or called from, and the rules allow it. */
function judgeNumbers(evidence: Evidence, complain: Complain): void {
  for (const { number, attempt } of evidence.chronicle.rings) {
    if (evidence.numberOf(callbackOf(attempt)) !== number)
      complain(7, `${attempt} rang a number that did not ask for it`);
    if (!mayBeCalled(evidence, number)) complain(7, `${attempt} rang a number that the rules refuse`);
  }
  for (const call of evidence.callsThatHeard("promise"))
    if (!mayBeCalled(evidence, evidence.numberOf(call)))
      complain(7, `${call} was promised a call to a number that the rules refuse`);
}

/** Judged by shape: everybody who can be called in a story has a mobile number of Colombia, Spain or Ecuador. */
function mayBeCalled({ settings }: Evidence, number: string | null): boolean {
  if (number === null) return false;
  const isMobile = /^\+573\d{9}$/.test(number) || /^\+346\d{8}$/.test(number) || /^\+5939\d{8}$/.test(number);
  return isMobile && settings.countries.includes(countryOf(number));
}

/** A recorded name is heard at once only at the number that called; at another, after key 1; always its own. */
function judgeNames(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const ringOf = new Map(chronicle.rings.map((ring) => [ring.attempt, ring.number]));
  const said = new Set(chronicle.acts.flatMap(({ call, what }) => (what.what === "said-name" ? [call] : [])));
  const confirmedAt = new Map<string, number>();
  for (const { call, what, at } of chronicle.acts)
    if (what.what === "pressed" && what.keys === "1") confirmedAt.set(call, at);
  for (const { call, what, at } of chronicle.hearings) {
    if (what.what !== "name") continue;
    const callback = callbackOf(call);
    if (what.of !== callback || !said.has(callback)) complain(7, `${call} heard a name that is not its own`);
    const own = ringOf.get(call) === chronicle.callers.get(callback)?.number;
    if (!own && (confirmedAt.get(call) ?? Number.POSITIVE_INFINITY) > at)
      complain(7, `${call} heard the name of ${callback} at another number before its key`);
  }
}

/** Who says that they are not the person is not called again for that callback. */
function judgeNotMe(evidence: Evidence, complain: Complain): void {
  const { chronicle, reportsSound } = evidence;
  const denied = new Map<string, number>();
  for (const { call, what, at } of chronicle.acts)
    if (
      what.what === "pressed" &&
      what.keys === "2" &&
      chronicle.rings.some(({ attempt }) => attempt === call)
    )
      if (didNotAskForLater(evidence, call)) denied.set(callbackOf(call), at);
  const finals = new Map(evidence.events("callback-ended").map((event) => [event.callback, event.status]));
  for (const [callback, at] of denied) {
    if (!evidence.faultless) continue;
    if (finals.get(callback) !== "NO USER")
      complain(7, `callback ${callback} ended ${finals.get(callback)} though its phone was another person's`);
    if (reportsSound && chronicle.rings.some((ring) => callbackOf(ring.attempt) === callback && ring.at > at))
      complain(7, `the phone of ${callback} rang again for a person who had said that it is not their call`);
  }
}

/** The same key picks the second of the later times. */
function didNotAskForLater({ chronicle }: Evidence, leg: string): boolean {
  return !chronicle.hearings.some(({ call, what }) => call === leg && what.what === "later-options");
}

/**
 * Nobody knows the number of who was erased: it does not ring for what they had asked for before, and is not kept again
 * unless they phone again, or somebody keys it.
 */
function judgeErased(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const registeredAt = new Map(
    evidence
      .events("callback-registered")
      .map(({ callback, seq }) => [callback, chronicle.durableAt(seq).ordinal]),
  );
  const since = (seq: number, { ordinal }: Moment) => chronicle.durableAt(seq).ordinal > ordinal;
  const keyed = chronicle.reports.flatMap(({ report }) => (report.type === "number-keyed" ? [report] : []));
  const keys = (call: string, number: string) =>
    keyed.some((one) => one.call === call && inFull(one.number) === number);
  for (const { number, asked, done } of chronicle.erasures) {
    if (!done) continue;
    const isMetAgain =
      evidence
        .events("call-arrived")
        .some(({ call, seq }) => since(seq, asked) && chronicle.callers.get(call)?.number === number) ||
      evidence.steps.some(
        ({ seq, fact }) => fact.type === "number-keyed" && since(seq, asked) && keys(fact.call, number),
      );
    if (evidence.centre.numbers.has(number) && !isMetAgain)
      complain(7, `${number} is kept although its person had been erased`);
    for (const { attempt, callback, number: dialled, ordinal } of evidence.dials)
      if (dialled === number && ordinal > done.ordinal && registeredAt.get(callback)! < asked.ordinal)
        complain(7, `${attempt} was dialled although its person had been erased`);
  }
}

/** No number is in more callbacks of a day than that, and nobody keys more. */
function judgeDays(evidence: Evidence, complain: Complain): void {
  const { chronicle, settings } = evidence;
  const { perNumberPerDay, perOtherNumberPerDay, perDay } = settings.limits;
  const erased = new Set(chronicle.erasures.map(({ number }) => number));
  const duplicates = new Set(
    evidence.events("callback-ended").flatMap((one) => (one.reason === "duplicate" ? [one.callback] : [])),
  );
  const registered = evidence.events("callback-registered").flatMap(({ callback, factAt }) => {
    const number = evidence.numberOf(callback);
    if (number === null || erased.has(number)) return [];
    const own = chronicle.callers.get(callback)?.number ?? null;
    const called = !duplicates.has(callback);
    return [{ number, day: dayOf(factAt), keyed: own !== number, own, called }];
  });
  const bound = (what: string, counts: ReadonlyMap<string, number>, most: number) => {
    for (const [key, count] of counts)
      if (count > most) complain(7, `${key} is in ${count} callbacks ${what}, and ${most} are allowed`);
  };
  // Who waits already is called for that one alone, however often their number is keyed.
  const unshared = registered.filter(({ number, called }) => called && !evidence.isShared(number));
  bound(
    "of a day",
    countBy(unshared, ({ number, day }) => `${number} on ${day}`),
    perNumberPerDay,
  );
  const keyed = registered.filter((one) => one.called && one.keyed);
  bound(
    "by keys",
    countBy(keyed, ({ number, day }) => `${number} on ${day}`),
    perOtherNumberPerDay,
  );
  if (typeof perDay === "number")
    bound(
      "of the operation",
      countBy(registered, ({ day }) => day),
      perDay,
    );
}
