import type { Heard } from "../../src/exchange/simulated/observer.ts";
import { unansweredMs } from "../../src/exchange/simulated/spoken-length.ts";
import { type Complain, type Evidence, isLeg, ORDER_MS } from "./evidence.ts";

const WATCHDOG_MS = 8_000;
/** How long a caller hears each thing at most, and waits for what follows from it; ms. */
const limits: Readonly<Partial<Record<Heard["what"], number>>> = {
  "number-wanted": 30_000 + WATCHDOG_MS,
  "number-refused": 2_000,
  "name-wanted": 7_000 + WATCHDOG_MS,
  "not-registered": 6_000 + WATCHDOG_MS,
  promise: 15_000,
};
const SLACK_MS = ORDER_MS + 1_000;

/** 4. Every caller ends served, gone by their own will, promised to be called, or refused by a queue; and in time. */
export function judgeCallers(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const seen = new Outside(evidence);
  for (const call of chronicle.callers.keys()) {
    if (!chronicle.ends.has(call)) complain(4, `${call} is still on the phone long after everything`);
    else if (!seen.endsWell(call)) complain(4, `${call} was hung up on: they heard ${seen.whatHeard(call)}`);
    judgeStations(evidence, seen, call, complain);
  }
  judgePlacesOfCallers(evidence, complain);
  const { maxLength, joinEmpty, leaveEmpty, maxWaitMs } = evidence.centre.plan.options;
  if (maxLength === null && joinEmpty && !leaveEmpty && maxWaitMs === null)
    for (const call of evidence.callsThatHeard("sorry"))
      complain(4, `${call} was refused by a queue that refuses nobody`);
  if (evidence.reportsSound && evidence.latenessMs === ORDER_MS) judgeWhoPickedUp(evidence, seen, complain);
}

type Hearing = Evidence["chronicle"]["hearings"][number];

/** What is known of how phone calls ended, by call. */
class Outside {
  readonly #served: ReadonlySet<string>;
  readonly #hungUp: ReadonlySet<string>;
  readonly #heard: ReadonlyMap<string, readonly Hearing[]>;
  readonly #evidence: Evidence;

  constructor(evidence: Evidence) {
    const { services, acts, hearings } = evidence.chronicle;
    this.#evidence = evidence;
    this.#served = new Set(services.map(({ call }) => call));
    this.#hungUp = new Set(acts.flatMap(({ call, what }) => (what.what === "hung-up" ? [call] : [])));
    this.#heard = Map.groupBy(hearings, ({ call }) => call);
  }

  heard(call: string): readonly Hearing[] {
    return this.#heard.get(call) ?? [];
  }

  whatHeard(call: string): string {
    return [...new Set(this.heard(call).map(({ what }) => what.what))].join(", ") || "nothing";
  }

  /** Served, or by a decision of their own, or told so, or together with the whole phone system. */
  endsWell(call: string): boolean {
    const { chronicle } = this.#evidence;
    const heard = (wanted: Heard["what"]) => this.heard(call).some(({ what }) => what.what === wanted);
    if (this.#served.has(call) || this.#hungUp.has(call)) return true;
    if (heard("promise") || heard("sorry") || heard("goodbye")) return true;
    // The queue had no room for them to the end: Espera calls them again.
    if (heard("called-again")) return true;
    const endedAt = chronicle.ends.get(call);
    return (
      chronicle.outages.length > 0 &&
      (chronicle.outages.some((at) => at === endedAt) || this.#nobodyThere(call))
    );
  }

  /** They phoned while the phone system was down. */
  #nobodyThere(call: string): boolean {
    const { chronicle, clockWrongMs } = this.#evidence;
    const onPhoneMs = chronicle.ends.get(call)! - chronicle.callers.get(call)!.at;
    return this.heard(call).length === 0 && onPhoneMs <= clockWrongMs;
  }
}

/** Nobody is kept in a dialogue for longer than it takes, whether Espera lives or not. */
function judgeStations(evidence: Evidence, seen: Outside, call: string, complain: Complain): void {
  const { chronicle } = evidence;
  const endedAt = chronicle.ends.get(call);
  if (endedAt === undefined) return;
  const stations = [
    { name: "arrival", at: chronicle.callers.get(call)!.at, limitMs: WATCHDOG_MS },
    ...seen.heard(call).map(({ what, at }) => ({ name: what.what, at, limitMs: limitOf(what, at) })),
    { name: "end", at: endedAt, limitMs: undefined },
  ];
  stations.forEach(({ name, at, limitMs }, index) => {
    const next = stations[index + 1];
    if (limitMs !== undefined && next && next.at - at > limitMs + SLACK_MS + evidence.clockWrongMs)
      complain(4, `${call} was kept for ${next.at - at} ms after ${name}`);
  });
}

/**
 * How long what was heard lasts at most, and what follows from it is waited for; ms. What waits for a key has as long as its own
 * words and the silence after them, as no one figure holds for all: a question says more to callers in the queue, who may choose
 * when, and with the span of their wait.
 */
function limitOf(what: Heard, at: number): number | undefined {
  const waitsForKey = what.what === "question" || what.what === "later-options" || what.what === "number";
  return waitsForKey ? unansweredMs([what], at) + WATCHDOG_MS : limits[what.what];
}

/** A caller who comes into a queue stands there at their arrival, or before it where they waited to be called back already. */
function judgePlacesOfCallers(evidence: Evidence, complain: Complain): void {
  const { chronicle, clockWrongMs } = evidence;
  const { lose, drop } = evidence.scenario.faults;
  // Espera does not know since when callers are there whose arrival was not reported.
  const unannounced = new Set(
    lose + drop > 0
      ? evidence.events("call-arrived").flatMap((one) => (one.announced ? [] : [one.call]))
      : [],
  );
  const latestMs = evidence.latenessMs - ORDER_MS + clockWrongMs;
  for (const { call, place } of chronicle.stays) {
    if (isLeg(call) || unannounced.has(call)) continue;
    const { at } = chronicle.callers.get(call)!;
    if (place > at + latestMs) complain(4, `${call} lost ${place - at} ms of their place`);
  }
}

/** A customer who picked up a return call is not hung up on, also where an agent attends them by their own call meanwhile. */
function judgeWhoPickedUp(evidence: Evidence, seen: Outside, complain: Complain): void {
  const { chronicle } = evidence;
  for (const { attempt, how, until } of chronicle.rings) {
    if (how !== "picked-up" || chronicle.ends.get(attempt)! - until! <= SLACK_MS) continue;
    if (!seen.endsWell(attempt))
      complain(4, `${attempt} was hung up on after it was picked up: it heard ${seen.whatHeard(attempt)}`);
  }
}
