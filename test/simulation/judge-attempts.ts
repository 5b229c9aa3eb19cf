import { type Erasure, firstServedAt } from "./chronicle.ts";
import { type Complain, callbackOf, countBy, type Evidence, ORDER_MS, type Told } from "./evidence.ts";
import { dayOf } from "./judge-hours.ts";

/**
 * 2. What rang: each attempt once and durable first, never two at once for one callback or one phone, never too often,
 * nor after the end.
 */
export function judgeAttempts(evidence: Evidence, complain: Complain): void {
  judgeDials(evidence, complain);
  judgeRings(evidence, complain);
  if (evidence.reportsSound && evidence.clockWrongMs === 0) judgeLegs(evidence, complain);
  judgeDiallingOfToday(evidence, complain);
  if (!evidence.faultless) return;
  judgeWhoPhones(evidence, complain);
  judgeFailures(evidence, complain);
  judgeAlive(evidence, complain);
}

function judgeDials(evidence: Evidence, complain: Complain): void {
  const { chronicle, dials, settings } = evidence;
  const dialled = new Map(evidence.events("attempt-dialled").map((event) => [event.attempt, event]));
  for (const [attempt, times] of countBy(dials, ({ attempt }) => attempt))
    if (times > 1) complain(2, `the exchange was told ${times} times to dial ${attempt}`);
  const ends = new Map(evidence.events("callback-ended").map(({ callback, seq }) => [callback, seq]));
  for (const { attempt, callback, ordinal } of dials) {
    const event = dialled.get(attempt);
    if (!event || chronicle.durableAt(event.seq).ordinal > ordinal)
      complain(2, `the exchange was told to dial ${attempt} before that was durable`);
    if (chronicle.durableAt(ends.get(callback) ?? -1).ordinal < ordinal)
      complain(2, `${attempt} was dialled after its callback had ended`);
    if (event && evidence.skillAt(event.seq, event.skill)?.servesPending === false)
      complain(2, `${attempt} was dialled while its skill called nobody back`);
  }
  for (const { attempt, n } of dialled.values())
    if (n > settings.attempts.max)
      complain(2, `${attempt} is one more than the ${settings.attempts.max} attempts allowed`);
}

function judgeRings(evidence: Evidence, complain: Complain): void {
  const { chronicle, settings } = evidence;
  const endedOf = new Map(evidence.events("attempt-ended").map((event) => [event.attempt, event]));
  for (const [callback, rings] of Map.groupBy(chronicle.rings, ({ attempt }) => callbackOf(attempt))) {
    const attempts = new Set(rings.map(({ attempt }) => attempt));
    if (attempts.size < rings.length) complain(2, `the phone of ${callback} rang twice for one attempt`);
    if (attempts.size > settings.attempts.max)
      complain(2, `the phone of ${callback} rang for ${attempts.size} attempts`);
    rings.forEach((ring, index) => {
      const next = rings[index + 1];
      const until = ring.until ?? Number.POSITIVE_INFINITY;
      if (next && next.at < until && evidence.clockWrongMs === 0)
        complain(2, `${ring.attempt} still rang when ${next.attempt} began to`);
      judgeRingingOn(evidence, complain, ring, endedOf.get(ring.attempt));
    });
  }
}

/** A phone does not ring on once its attempt has ended, where Espera could tell it to stop. */
function judgeRingingOn(
  evidence: Evidence,
  complain: Complain,
  ring: { readonly attempt: string; readonly at: number; readonly until: number | null },
  end: Told<"attempt-ended"> | undefined,
): void {
  const { chronicle } = evidence;
  if (!end || evidence.clockWrongMs > 0 || chronicle.outages.length > 0) return;
  const over = chronicle.durableAt(end.seq).at;
  const until = ring.until ?? Number.POSITIVE_INFINITY;
  const latestMs = evidence.latenessMs + evidence.stopsRingingMs;
  for (const connected of chronicle.connections) {
    const from = Math.max(ring.at, over, connected.from);
    if (Math.min(until, connected.until) - from > latestMs)
      complain(2, `${ring.attempt} rang on after it had ended, and Espera could tell it to stop`);
  }
}

/** Nobody's phone rings while they wait on it by another attempt: of the same callback, or of another skill. */
function judgeLegs(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const servedAt = firstServedAt(chronicle);
  const byPhone = new Map<string, { attempt: string; until: number }>();
  for (const { attempt, number, at } of chronicle.rings) {
    const phone = evidence.isShared(number) ? callbackOf(attempt) : number;
    const before = byPhone.get(phone);
    if (before && at < before.until)
      complain(2, `${attempt} rang while ${before.attempt} was still on that phone`);
    // People of stories phone again while they talk, which nobody can who has one phone.
    const until = servedAt.get(attempt) ?? chronicle.ends.get(attempt) ?? Number.POSITIVE_INFINITY;
    byPhone.set(phone, { attempt, until });
  }
}

/** Whether something of an erasure was done between two moments; one that its process did not survive goes on. */
function wasDuring({ asked, done }: Erasure, from: number, to: number): boolean {
  return asked.at <= to && (done?.at ?? Number.POSITIVE_INFINITY) >= from;
}

/** Nobody is dialled who is on the phone to the centre by themselves. */
function judgeWhoPhones(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const refused = new Set(evidence.callsThatHeard("sorry"));
  const byNumber = Map.groupBy(chronicle.callers.values(), ({ number }) => number);
  for (const { attempt, number, at } of evidence.dials) {
    if (evidence.isShared(number)) continue;
    for (const { call, at: from, unannounced } of byNumber.get(number) ?? []) {
      // A caller that the queue refused before Espera heard of them is still on the phone for a moment.
      if (unannounced && refused.has(call)) continue;
      // Of a call that was there when its number was erased nobody knows any more whose it is.
      if (chronicle.erasures.some((one) => one.number === number && wasDuring(one, from, at))) continue;
      if (from < at && at < (chronicle.ends.get(call) ?? Number.POSITIVE_INFINITY))
        complain(2, `${attempt} was dialled while its customer was on the phone by ${call}`);
    }
  }
}

/** Nobody is dialled again who failed so, as often as that may be. */
function judgeFailures(evidence: Evidence, complain: Complain): void {
  const { maxOf } = evidence.settings.attempts;
  const failed = evidence.chronicle.reports.flatMap(({ report }) => {
    if (report.type !== "attempt-progressed") return [];
    const { progress } = report;
    const isFailure = progress === "busy" || progress === "machine" || progress === "no-answer";
    return isFailure ? [{ callback: callbackOf(report.attempt), kind: progress }] : [];
  });
  for (const [key, times] of countBy(failed, ({ callback, kind }) => `${callback} ${kind}`)) {
    const kind = key.slice(key.lastIndexOf(" ") + 1) as keyof typeof maxOf;
    if (times > maxOf[kind]) complain(2, `callback ${key} ${times} times, though ${maxOf[kind]} are allowed`);
  }
}

/** No more are dialled at once than a skill, or the operation, allows; a supervisor may exceed it. */
function judgeAlive(evidence: Evidence, complain: Complain): void {
  const { chronicle, dials, settings } = evidence;
  const servedAt = firstServedAt(chronicle);
  const overAt = (attempt: string) =>
    Math.min(
      servedAt.get(attempt) ?? Number.POSITIVE_INFINITY,
      chronicle.ends.get(attempt) ?? Number.POSITIVE_INFINITY,
    );
  const bySupervisor = new Set(
    evidence
      .events("attempt-dialled")
      .flatMap(({ attempt, inputs }) => (inputs.why === "supervisor" ? [attempt] : [])),
  );
  dials.forEach((dial, index) => {
    if (bySupervisor.has(dial.attempt)) return;
    // Who is let go is still there until the order has come.
    const alive = dials.slice(0, index).filter(({ attempt }) => overAt(attempt) > dial.at + ORDER_MS);
    const inSkill = alive.filter(({ skill }) => skill === dial.skill).length + 1;
    const ofSkill =
      settings.skills.find(({ id }) => id === dial.skill)?.limits.alive ?? Number.POSITIVE_INFINITY;
    if (inSkill > ofSkill) complain(2, `${dial.attempt} made ${inSkill} alive at once in its skill`);
    if (alive.length + 1 > (settings.limits.alive ?? Number.POSITIVE_INFINITY))
      complain(
        2,
        `${dial.attempt} made ${alive.length + 1} alive at once, beside ${alive.map(({ attempt }) => attempt).join()}`,
      );
  });
}

/** Under the rules for collections a person who picked up is not called again on that day. */
function judgeDiallingOfToday(evidence: Evidence, complain: Complain): void {
  if (!evidence.faultless) return;
  const { chronicle, dials, settings } = evidence;
  // If all about the person was forgotten, so is that.
  const erased = new Set(chronicle.erasures.map(({ number }) => number));
  const collects = new Set(
    settings.skills.flatMap(({ id, rulePack }) => (rulePack === "co-cobranza" ? [id] : [])),
  );
  const pickedUp = chronicle.rings.filter(({ how }) => how === "picked-up");
  for (const { attempt, skill, number, at } of dials) {
    if (!collects.has(skill) || erased.has(number)) continue;
    const isTheirs = (other: string) =>
      callbackOf(other) === callbackOf(attempt) || !evidence.isShared(number);
    const before = pickedUp.find(
      (ring) =>
        isTheirs(ring.attempt) &&
        ring.number === number &&
        ring.until! < at &&
        dayOf(ring.until!) === dayOf(at),
    );
    if (before) complain(2, `${attempt} was dialled on the day on which ${before.attempt} was picked up`);
  }
}
