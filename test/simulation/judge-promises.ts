import { type Complain, callbackOf, countBy, type Evidence, isLeg, type Told } from "./evidence.ts";

/** Why a callback may end without having been tried once. */
const excuses: ReadonlySet<string> = new Set([
  "expired",
  "attended-before",
  "cancelled",
  "closed",
  "duplicate",
  "person-erased",
  "over-limit",
  "number-refused",
]);

/** 5. What was promised is kept or ends for a reason; nothing is promised before it is durable; crashes lose nothing. */
export function judgePromises(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const registered = new Map(evidence.events("callback-registered").map((event) => [event.callback, event]));
  const finals = new Map(evidence.events("callback-ended").map((event) => [event.callback, event]));
  // Where Espera dies on the way to the exchange an attempt is used up and nobody is dialled.
  const tries: readonly { callback: string }[] = evidence.faultless
    ? evidence.dials
    : evidence.events("attempt-dialled");
  const attempts = new Set(tries.map(({ callback }) => callback));
  for (const [call, times] of countBy(evidence.callsThatHeard("promise"), (call) => call)) {
    if (times > 1) complain(5, `${call} was promised a call ${times} times`);
    const event = registered.get(call);
    if (!event) complain(5, `${call} was promised a call and has no callback`);
    else if (chronicle.durableAt(event.seq).ordinal > chronicle.ordinalOf(`heard promise ${call}`)!)
      complain(5, `${call} was promised a call before their callback was durable`);
    const end = finals.get(call);
    if (end && !attempts.has(call) && !excuses.has(end.reason))
      complain(5, `callback ${call} ended ${end.status} (${end.reason}) and was never tried`);
  }
  judgeLater(evidence, complain);
  judgeStatuses(evidence, finals, complain);
  judgeDuplicates(evidence, finals, complain);
  for (const problem of evidence.centre.verified.problems) complain(5, `verify: ${problem}`);
  for (const problem of evidence.centre.afterCrashes) complain(5, problem);
}

/** Nobody hears of a later time beyond the longest promise of the skill that asks them. */
function judgeLater(evidence: Evidence, complain: Complain): void {
  const skillOf = new Map([
    ...evidence.events("call-decided").map(({ call, skill }) => [call, skill] as const),
    ...evidence.dials.map(({ attempt, skill }) => [attempt, skill] as const),
  ]);
  for (const { call, what } of evidence.chronicle.hearings) {
    if (what.what !== "later-options") continue;
    const skill = evidence.settings.skills.find(({ id }) => id === skillOf.get(call));
    const longestMs = skill?.limits.longestPromiseMs ?? Number.POSITIVE_INFINITY;
    for (const laterMs of what.laterMs)
      if (laterMs > longestMs)
        complain(5, `${call} heard that they can be called in ${laterMs} ms, and ${longestMs} are allowed`);
  }
}

/** A status says what was seen outside. */
function judgeStatuses(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { services, callers } = evidence.chronicle;
  const servedLegs = new Set(services.flatMap(({ call }) => (isLeg(call) ? [callbackOf(call)] : [])));
  const attended = new Set(services.map(({ call }) => callers.get(call)?.number ?? null));
  for (const [callback, { status }] of finals) {
    if (status === "OK" && !servedLegs.has(callback))
      complain(5, `callback ${callback} ended OK and nobody talked with its customer`);
    const own = callers.get(callback)?.number ?? null;
    if (status === "STOP NEW" && !attended.has(own) && !attended.has(evidence.numberOf(callback)))
      complain(5, `callback ${callback} ended STOP NEW and its customer was not attended`);
  }
  if (!evidence.faultless) return;
  judgeAttended(evidence, finals, complain);
  for (const callback of servedLegs)
    if (finals.get(callback)?.status !== "OK")
      complain(5, `the customer of callback ${callback} was reached and it did not end OK`);
}

/** Who is attended by their own call is not called back, unless they had picked up already. */
function judgeAttended(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { rings, ends, services, callers, erasures } = evidence.chronicle;
  // Who was erased while they were on the phone is another person when they phone again.
  const erased = new Set(erasures.map(({ number }) => number));
  const pickedUp = Map.groupBy(
    rings.filter(({ how }) => how === "picked-up"),
    ({ attempt }) => callbackOf(attempt),
  );
  const moved = new Set(evidence.events("callback-moved").map(({ callback }) => callback));
  const callbacksOf = Map.groupBy(
    evidence.events("callback-registered").filter(({ callback }) => !moved.has(callback)),
    ({ callback, skill }) => `${evidence.numberOf(callback)} ${skill}`,
  );
  for (const { call, skill, at } of services) {
    const number = callers.get(call)?.number ?? null;
    if (number === null || evidence.isShared(number) || erased.has(number)) continue;
    for (const { callback, factAt } of callbacksOf.get(`${number} ${skill}`) ?? []) {
      const end = finals.get(callback);
      if (!end || factAt >= at || end.factAt < at || end.status === "STOP NEW") continue;
      const onTheirWay = (pickedUp.get(callback) ?? []).some(
        ({ attempt, until }) => until! <= at && ends.get(attempt)! > at,
      );
      if (!onTheirWay)
        complain(5, `callback ${callback} went on after its customer had been attended by ${call}`);
    }
  }
}

/**
 * One pending callback per number and skill: nobody is promised a second while the first is open. Anyone who keys the
 * number of somebody who waits already hears a promise too, and is called once.
 */
function judgeDuplicates(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { chronicle } = evidence;
  const moved = new Set(evidence.events("callback-moved").map(({ callback }) => callback));
  const erased = new Set(chronicle.erasures.map(({ number }) => number));
  judgeAskedAgain(evidence, finals, complain);
  const openUntil = new Map<string, { callback: string; until: number }>();
  for (const { callback, skill, seq } of evidence.events("callback-registered")) {
    const number = evidence.numberOf(callback);
    const end = finals.get(callback);
    if (end?.reason === "duplicate" || moved.has(callback)) continue;
    if (number === null || evidence.isShared(number) || erased.has(number)) continue;
    const who = `${number} ${skill}`;
    const before = openUntil.get(who);
    const from = chronicle.durableAt(seq).ordinal;
    if (before && from < before.until)
      complain(5, `${callback} was registered while callback ${before.callback} of its number was open`);
    const until = end ? chronicle.durableAt(end.seq).ordinal : Number.POSITIVE_INFINITY;
    openUntil.set(who, { callback, until });
  }
}

/** Anyone who phones from a number that is to be called back already is not asked. */
function judgeAskedAgain(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { callers, erasures } = evidence.chronicle;
  const erased = new Set(erasures.map(({ number }) => number));
  const moved = new Set(evidence.events("callback-moved").map(({ callback }) => callback));
  const pending = Map.groupBy(
    evidence.events("callback-registered").filter(({ callback }) => !moved.has(callback)),
    ({ callback, skill }) => `${evidence.numberOf(callback)} ${skill}`,
  );
  for (const { call, skill, decision, seq } of evidence.events("call-decided")) {
    const number = callers.get(call)?.number ?? null;
    if (decision === "pass" || number === null || evidence.isShared(number) || erased.has(number)) continue;
    for (const { callback, seq: from } of pending.get(`${number} ${skill}`) ?? [])
      if (from < seq && seq < (finals.get(callback)?.seq ?? Number.POSITIVE_INFINITY))
        complain(5, `${call} was asked while callback ${callback} of its number was open`);
  }
}
