import type { Step } from "../../src/journal/port.ts";
import type { Event } from "../../src/line/events.ts";
import { judgeOvertakes, judgePlaces } from "./judge-place.ts";
import { isFaultless, MOST_REPORT_DELAY_MS } from "./scenario.ts";
import type { Ended } from "./simulation.ts";
import { Tally } from "./tally.ts";

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;
/** An event with the step it was concluded in. */
export type Told<T extends Event["type"]> = Of<T> & { readonly seq: number; readonly factAt: number };

/** Names the rule by its number in DESIGN's "What must always hold", and says what was wrong. */
export type Complain = (rule: number, sentence: string) => void;

const SECOND_MS = 1_000;
/** From an order to a phone that rings: the order's way, and the network's. */
const ORDER_MS = 2;
const NETWORK_MS = 4 * SECOND_MS;
const WATCHDOG_MS = 8 * SECOND_MS;
const QUESTION_MS = 12 * SECOND_MS;
const THANK_MS = 6 * SECOND_MS;
/** A write that takes long, and the one after it. */
const SLOW_DISK_MS = 25 * SECOND_MS;

/** Everything that was wrong in a story, each a sentence that begins with the number of its rule. */
export function judge(ended: Ended): string[] {
  const wrong: string[] = [];
  const complain: Complain = (rule, sentence) => wrong.push(`rule ${rule}: ${sentence}`);
  const evidence = new Evidence(ended);
  judgeTreatments(evidence, complain);
  judgeAttempts(evidence, complain);
  if (isFaultless(ended.scenario)) judgePlaces(ended, complain);
  judgeOvertakes(ended.steps, complain);
  judgeCallers(evidence, complain);
  judgePromises(evidence, complain);
  judgeEnd(evidence, complain);
  judgePromptness(evidence, complain);
  judgeNumbers(evidence, complain);
  return wrong;
}

/** The journal's events by kind, beside what was seen from outside. */
class Evidence {
  readonly ended: Ended;
  readonly #events = new Map<string, unknown[]>();
  readonly faultless: boolean;
  /** How far the clock was set wrong, at most, ms. */
  readonly clockWrongMs: number;

  constructor(ended: Ended) {
    this.ended = ended;
    const { faults } = ended.scenario;
    this.faultless = isFaultless(ended.scenario);
    this.clockWrongMs = faults.clockJumps.reduce((sum, jump) => sum + Math.abs(jump), 0);
    for (const { seq, fact, events } of ended.steps)
      for (const event of events) {
        const told = { ...event, seq, factAt: fact.at };
        const list = this.#events.get(event.type);
        if (list) list.push(told);
        else this.#events.set(event.type, [told]);
      }
  }

  events<T extends Event["type"]>(type: T): Told<T>[] {
    return (this.#events.get(type) ?? []) as Told<T>[];
  }

  /** Whether every report came, once and in time. */
  get reportsSound(): boolean {
    const { lose, repeat, delay, drop } = this.ended.scenario.faults;
    return lose + repeat + delay + drop === 0;
  }
}

/** 1. A treatment ends in one choice, a yes in one final status; counts are those of the events and of what was heard. */
function judgeTreatments(evidence: Evidence, complain: Complain): void {
  const { chronicle, answer, steps } = evidence.ended;
  const treated = countBy(evidence.events("question-began"), ({ call }) => call);
  const choices = countBy(evidence.events("choice-made"), ({ call }) => call);
  for (const [call, times] of treated) {
    if (times !== 1) complain(1, `${call} counts as treated ${times} times`);
    if (choices.get(call) !== 1) complain(1, `${call} was treated and has ${choices.get(call) ?? 0} choices`);
  }
  for (const call of choices.keys())
    if (!treated.has(call)) complain(1, `${call} has a choice and was never treated`);

  const yes = new Set(
    evidence
      .events("choice-made")
      .filter(({ choice }) => choice === "yes")
      .map(({ call }) => call),
  );
  const registered = countBy(evidence.events("callback-registered"), ({ callback }) => callback);
  const finals = countBy(evidence.events("callback-ended"), ({ callback }) => callback);
  for (const callback of yes)
    if (!registered.has(callback)) complain(1, `the yes of ${callback} has no callback`);
  for (const [callback, times] of registered) {
    if (times !== 1 || !yes.has(callback)) complain(1, `callback ${callback} was not asked for by one yes`);
    if (finals.get(callback) !== 1)
      complain(1, `callback ${callback} has ${finals.get(callback) ?? 0} final statuses`);
  }

  const tally = new Tally();
  tally.add(steps);
  const counted = JSON.stringify(tally.counts());
  if (JSON.stringify(answer) !== counted)
    complain(1, `diagram_2 says ${JSON.stringify(answer)}; the journal's events give ${counted}`);

  const heard = new Set(callsThatHeard(evidence, "question"));
  for (const call of treated.keys())
    if (!heard.has(call)) complain(1, `${call} counts as treated and never heard the question`);
  const toldOf = toldOfTheQuestionInTime(steps);
  for (const call of heard)
    if (!treated.has(call) && (evidence.faultless || toldOf.has(call)))
      complain(1, `${call} heard the question and does not count as treated`);
  const pressedOne = new Set(
    chronicle.reports.flatMap(({ report }) =>
      report.type === "choice-made" && report.choice === "yes" ? [report.call] : [],
    ),
  );
  for (const callback of yes)
    if (!pressedOne.has(callback)) complain(1, `${callback} counts as a yes and its caller never pressed 1`);
}

/**
 * Calls of which Espera was told, by a fact that is in the journal, that they hear the question, while nothing that
 * it was told before had taken them out of the dialogue. Whoever is not among them was lost to the judge by a fault.
 */
function toldOfTheQuestionInTime(steps: readonly Step[]): Set<string> {
  const offered = new Set<string>();
  const told = new Set<string>();
  for (const { fact, events } of steps) {
    for (const event of events)
      if (event.type === "call-decided" && event.decision === "offer") offered.add(event.call);
    if (fact.type === "question-began" || fact.type === "choice-made") {
      if (offered.has(fact.call)) told.add(fact.call);
    } else if (fact.type === "woke" || fact.type === "snapshot" || fact.type === "call-left") {
      for (const event of events)
        if (event.type === "call-joined" || event.type === "call-closed") offered.delete(event.call);
    } else if ("call" in fact && fact.type !== "call-arrived") offered.delete(fact.call);
  }
  return told;
}

/** 2. What rang: never twice, never two at once, never too often, out of hours or after the end; durable first. */
function judgeAttempts(evidence: Evidence, complain: Complain): void {
  const { chronicle, scenario } = evidence.ended;
  const { max } = scenario.settings.attempts;
  const dialled = new Map(evidence.events("attempt-dialled").map((event) => [event.attempt, event]));
  const endedOf = new Map(evidence.events("attempt-ended").map((event) => [event.attempt, event]));

  const dials = chronicle.orders.flatMap(({ order }) => (order.type === "dial" ? [order.attempt] : []));
  for (const [attempt, times] of countBy(dials, (attempt) => attempt))
    if (times > 1) complain(2, `the exchange was told ${times} times to dial ${attempt}`);
  for (const attempt of new Set(dials)) {
    const event = dialled.get(attempt);
    const durable = event && chronicle.durableAt(event.seq).ordinal;
    if (durable === undefined || durable > chronicle.ordinalOf(`ordered dial ${attempt}`)!)
      complain(2, `the exchange was told to dial ${attempt} before that was durable`);
  }
  for (const { attempt, n, factAt } of dialled.values()) {
    if (n > max) complain(2, `${attempt} is one more than the ${max} attempts allowed`);
    if (!mayRing(evidence, factAt)) complain(2, `${attempt} was dialled outside calling hours`);
  }

  const callbackEnds = new Map(evidence.events("callback-ended").map(({ callback, seq }) => [callback, seq]));
  for (const { attempt, callback, seq } of dialled.values())
    if (seq > (callbackEnds.get(callback) ?? Number.POSITIVE_INFINITY))
      complain(2, `${attempt} was dialled after its callback had ended`);
  if (evidence.faultless) judgeWhoPhones(evidence, complain);

  const rings = Map.groupBy(chronicle.rings, ({ attempt }) => callbackOf(attempt));
  for (const [callback, ofCallback] of rings) {
    const attempts = new Set(ofCallback.map(({ attempt }) => attempt));
    if (attempts.size < ofCallback.length) complain(2, `the phone of ${callback} rang twice for one attempt`);
    if (attempts.size > max) complain(2, `the phone of ${callback} rang for ${attempts.size} attempts`);
    ofCallback.forEach((ring, index) => {
      const next = ofCallback[index + 1];
      const until = ring.until ?? Number.POSITIVE_INFINITY;
      if (next && next.at < until && evidence.clockWrongMs === 0)
        complain(2, `${ring.attempt} still rang when ${next.attempt} began to`);
      judgeRing(evidence, complain, ring, endedOf.get(ring.attempt));
    });
  }
  if (evidence.reportsSound) judgeLegs(evidence, complain);
}

function judgeRing(
  evidence: Evidence,
  complain: Complain,
  ring: { attempt: string; number: string; at: number; until: number | null },
  end: Told<"attempt-ended"> | undefined,
): void {
  const { chronicle } = evidence.ended;
  const caller = chronicle.callers.get(callbackOf(ring.attempt));
  if (caller?.number !== ring.number) complain(7, `${ring.attempt} rang a number that did not ask for it`);
  if (evidence.clockWrongMs > 0) return;
  const { faults } = evidence.ended.scenario;
  const latestMs = NETWORK_MS + ORDER_MS + (faults.slowDisk ? SLOW_DISK_MS : 0);
  if (!mayRing(evidence, ring.at) && !mayRing(evidence, ring.at - latestMs))
    complain(2, `${ring.attempt} rang outside calling hours`);
  if (!end) return;
  const over = chronicle.durableAt(end.seq).at;
  const until = ring.until ?? Number.POSITIVE_INFINITY;
  const slackMs =
    ORDER_MS + (faults.slowDisk ? SLOW_DISK_MS : 0) + (faults.delay > 0 ? MOST_REPORT_DELAY_MS : 0);
  for (const connected of chronicle.connections) {
    const from = Math.max(ring.at, over, connected.from);
    if (Math.min(until, connected.until) - from > slackMs)
      complain(2, `${ring.attempt} rang on after it had ended, and Espera could tell it to stop`);
  }
}

/** Nobody is dialled who is on the phone to the same skill by himself. */
function judgeWhoPhones(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence.ended;
  const byWho = Map.groupBy(chronicle.callers.values(), ({ number, skill }) => `${number} ${skill}`);
  for (const { attempt, callback, factAt } of evidence.events("attempt-dialled")) {
    const caller = chronicle.callers.get(callback)!;
    for (const { call, at } of byWho.get(`${caller.number} ${caller.skill}`) ?? [])
      if (at < factAt && factAt < (chronicle.ends.get(call) ?? Number.POSITIVE_INFINITY))
        complain(2, `${attempt} was dialled while its customer was on the phone by ${call}`);
  }
}

/** Nobody is called a second time while he is still on the phone from the first. */
function judgeLegs({ ended: { chronicle } }: Evidence, complain: Complain): void {
  const last = new Map<string, { attempt: string; until: number }>();
  for (const { attempt, at } of chronicle.rings) {
    const before = last.get(callbackOf(attempt));
    if (before && at < before.until)
      complain(2, `${attempt} rang while ${before.attempt} was still on the phone`);
    last.set(callbackOf(attempt), {
      attempt,
      until: chronicle.ends.get(attempt) ?? Number.POSITIVE_INFINITY,
    });
  }
}

/** Reckoned without the calendar of the core: every story plays in Bogotá, which has one offset for ever. */
function mayRing({ ended }: Evidence, at: number): boolean {
  const minute = ((at - 5 * 3_600_000) % 86_400_000) / 60_000;
  const hours = ended.scenario.settings.callingHours[0]!;
  return minute >= hours.fromMinute && minute < hours.toMinute;
}

/** 4. Every caller ends served, gone by his own will, promised to be called, or refused by a queue; and in time. */
function judgeCallers(evidence: Evidence, complain: Complain): void {
  const { chronicle, scenario } = evidence.ended;
  const served = new Set(chronicle.services.map(({ call }) => call));
  const heardBy = Map.groupBy(chronicle.hearings, ({ call }) => call);
  const slackMs = evidence.clockWrongMs + ORDER_MS + SECOND_MS;
  for (const [call, caller] of chronicle.callers) {
    const endedAt = chronicle.ends.get(call);
    if (endedAt === undefined) {
      complain(4, `${call} is still on the phone long after everything`);
      continue;
    }
    const heard = heardBy.get(call) ?? [];
    const whatHeard = new Set(heard.map(({ what }) => what.what));
    const question = heard.find(({ what }) => what.what === "question");
    const gaveUp = endedAt >= caller.at + caller.patienceMs - evidence.clockWrongMs;
    const hungUp =
      caller.question.does === "hang-up" &&
      question !== undefined &&
      endedAt >= question.at + caller.question.afterMs - evidence.clockWrongMs;
    if (!served.has(call) && !whatHeard.has("promise") && !whatHeard.has("sorry") && !gaveUp && !hungUp)
      complain(4, `${call} was hung up on: he heard ${[...whatHeard].join(", ") || "nothing"}`);
    const limits = { arrival: WATCHDOG_MS, question: QUESTION_MS + WATCHDOG_MS, promise: THANK_MS };
    const stations = [
      { what: "arrival" as const, at: caller.at },
      ...heard.map(({ what, at }) => ({ what: what.what, at })),
      { what: "end" as const, at: endedAt },
    ];
    stations.forEach(({ what, at }, index) => {
      const limit = limits[what as keyof typeof limits];
      const next = stations[index + 1];
      if (limit !== undefined && next && next.at - at > limit + slackMs)
        complain(4, `${call} was kept for ${next.at - at} ms after ${what}`);
    });
  }
  if (scenario.options.maxLength === null && scenario.options.joinEmpty)
    for (const call of callsThatHeard(evidence, "sorry"))
      complain(4, `${call} was refused by a queue that refuses nobody`);
}

/** 5. What was promised is kept or ends for a reason; nothing is promised before it is durable; crashes lose nothing. */
function judgePromises(evidence: Evidence, complain: Complain): void {
  const { chronicle, verified, afterCrashes } = evidence.ended;
  const registered = new Map(evidence.events("callback-registered").map((event) => [event.callback, event]));
  const finals = new Map(evidence.events("callback-ended").map((event) => [event.callback, event]));
  const attempts = countBy(evidence.events("attempt-dialled"), ({ callback }) => callback);
  for (const call of callsThatHeard(evidence, "promise")) {
    const event = registered.get(call);
    const durable = event && chronicle.durableAt(event.seq).ordinal;
    if (durable === undefined) complain(5, `${call} was promised a call and has no callback`);
    else if (durable > chronicle.ordinalOf(`heard promise ${call}`)!)
      complain(5, `${call} was promised a call before his callback was durable`);
    const end = finals.get(call);
    if (!end) continue;
    const excused = end.reason === "expired" || end.reason === "attended-before";
    if (!attempts.has(call) && !excused)
      complain(5, `callback ${call} ended ${end.status} (${end.reason}) and was never tried`);
  }
  judgeStatuses(evidence, finals, complain);
  judgeDuplicates(evidence, finals, complain);
  for (const problem of verified.problems) complain(5, `verify: ${problem}`);
  for (const problem of afterCrashes) complain(5, problem);
}

/** A status says what was seen outside. */
function judgeStatuses(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { chronicle } = evidence.ended;
  const served = new Set(chronicle.services.map(({ call }) => call));
  const servedLegs = new Set([...served].filter((call) => call.includes("~")).map(callbackOf));
  const attended = new Set(
    [...served].flatMap((call) => {
      const caller = chronicle.callers.get(call);
      return caller ? [`${caller.number} ${caller.skill}`] : [];
    }),
  );
  for (const [callback, { status }] of finals) {
    if (status === "OK" && !servedLegs.has(callback))
      complain(5, `callback ${callback} ended OK and nobody talked with its customer`);
    const caller = chronicle.callers.get(callback);
    if (status === "STOP NEW" && !attended.has(`${caller?.number} ${caller?.skill}`))
      complain(5, `callback ${callback} ended STOP NEW and its customer was not attended`);
  }
  if (!evidence.faultless) return;
  judgeAttended(evidence, finals, complain);
  for (const callback of servedLegs)
    if (finals.get(callback)?.status !== "OK")
      complain(5, `the customer of callback ${callback} was reached and it did not end OK`);
}

/** Who is attended by his own call is not called back, unless he had picked up already. */
function judgeAttended(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { chronicle } = evidence.ended;
  const pickedUp = new Set(
    chronicle.rings.filter(({ how }) => how === "picked-up").map((ring) => ring.attempt),
  );
  const callbacksOf = Map.groupBy(evidence.events("callback-registered"), ({ callback }) => {
    const caller = chronicle.callers.get(callback);
    return `${caller?.number} ${caller?.skill}`;
  });
  for (const { call, at } of chronicle.services) {
    const caller = chronicle.callers.get(call);
    for (const { callback, factAt } of callbacksOf.get(`${caller?.number} ${caller?.skill}`) ?? []) {
      const end = finals.get(callback);
      if (!end || factAt >= at || end.factAt < at || end.status === "STOP NEW") continue;
      if (
        ![...pickedUp].some(
          (attempt) => callbackOf(attempt) === callback && chronicle.ends.get(attempt)! > at,
        )
      )
        complain(5, `callback ${callback} went on after its customer had been attended by ${call}`);
    }
  }
}

/** One pending callback per number and skill: nobody is promised a second while the first is open. */
function judgeDuplicates(
  evidence: Evidence,
  finals: ReadonlyMap<string, Told<"callback-ended">>,
  complain: Complain,
): void {
  const { chronicle } = evidence.ended;
  const openUntil = new Map<string, { callback: string; until: number }>();
  for (const call of callsThatHeard(evidence, "promise")) {
    const caller = chronicle.callers.get(call)!;
    const who = `${caller.number} ${caller.skill}`;
    const before = openUntil.get(who);
    const promisedAt = chronicle.ordinalOf(`heard promise ${call}`)!;
    if (before && promisedAt < before.until)
      complain(
        5,
        `${call} was promised a call while callback ${before.callback} of the same number was open`,
      );
    const end = finals.get(call);
    const until = end ? chronicle.durableAt(end.seq).ordinal : Number.POSITIVE_INFINITY;
    openUntil.set(who, { callback: call, until });
  }
}

/** 6. Nothing waits for ever. */
function judgeEnd(evidence: Evidence, complain: Complain): void {
  for (const what of evidence.ended.open) complain(6, `${what} is open long after everything`);
  const arrived = countBy(evidence.events("call-arrived"), ({ call }) => call);
  const closed = countBy(evidence.events("call-closed"), ({ call }) => call);
  // A call that a deadline closed and that is heard of again is opened again.
  const reopened = countBy(evidence.events("call-reopened"), ({ call }) => call);
  for (const [call, times] of arrived) {
    const opened = times + (reopened.get(call) ?? 0);
    if (times !== 1 || closed.get(call) !== opened)
      complain(6, `${call} was opened ${opened} times and closed ${closed.get(call) ?? 0} times`);
  }
}

/**
 * 6. Where every report comes and the disk is well, nothing waits for a deadline: what is over is known to be over
 * once Espera is there, a crash in between or not.
 */
function judgePromptness(evidence: Evidence, complain: Complain): void {
  const { chronicle, scenario } = evidence.ended;
  const { slowDisk, refusals } = scenario.faults;
  if (!evidence.reportsSound || evidence.clockWrongMs > 0 || slowDisk || refusals > 0) return;
  const late = (overAt: number, knownAt: number) =>
    chronicle.connections.some(
      ({ from, until }) => Math.min(until, knownAt) - Math.max(from, overAt) > SECOND_MS,
    );
  const known = new Set(evidence.events("call-arrived").map(({ call }) => call));
  for (const { call, what, at } of chronicle.hearings)
    if (what.what === "queue-music" && chronicle.callers.has(call) && !known.has(call))
      if (late(at, chronicle.ends.get(call)!))
        complain(6, `${call} was in a queue while Espera was there, and it never knew`);
  for (const { call, seq } of evidence.events("call-closed"))
    if (late(chronicle.ends.get(call)!, chronicle.durableAt(seq).at))
      complain(6, `${call} was over long before Espera knew`);
  const dialledAt = new Map(
    evidence.events("attempt-dialled").map(({ attempt, seq }) => [attempt, chronicle.durableAt(seq).at]),
  );
  for (const { attempt, seq } of evidence.events("attempt-ended"))
    if (late(chronicle.ends.get(attempt) ?? dialledAt.get(attempt)!, chronicle.durableAt(seq).at))
      complain(6, `${attempt} was over long before Espera knew`);
}

/** 7. Withheld, foreign and garbled numbers never ring, and are promised nothing. */
function judgeNumbers(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence.ended;
  for (const { number, attempt } of chronicle.rings)
    if (!isColombianMobile(number)) complain(7, `${attempt} rang a number that the rules refuse`);
  for (const call of callsThatHeard(evidence, "promise"))
    if (!isColombianMobile(chronicle.callers.get(call)?.number ?? null))
      complain(7, `${call} was promised a call to a number that the rules refuse`);
}

/** Judged by shape: simulated customers have mobile numbers only. */
function isColombianMobile(number: string | null): boolean {
  return number !== null && /^\+573[01]\d{8}$/.test(number);
}

function callsThatHeard({ ended }: Evidence, wanted: string): string[] {
  return ended.chronicle.hearings.flatMap(({ call, what }) => (what.what === wanted ? [call] : []));
}

function callbackOf(attempt: string): string {
  return attempt.slice(0, attempt.lastIndexOf("~"));
}

function countBy<T>(list: readonly T[], key: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}
