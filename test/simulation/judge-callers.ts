import { type Complain, type Evidence, isLeg, ORDER_MS } from "./evidence.ts";

const WATCHDOG_MS = 8_000;
/** How long a caller hears each thing at most, and waits for what follows from it. */
const limits: Readonly<Record<string, number>> = {
  arrival: WATCHDOG_MS,
  question: 18_000 + WATCHDOG_MS,
  "later-options": 40_000 + WATCHDOG_MS,
  number: 20_000 + WATCHDOG_MS,
  "number-wanted": 30_000 + WATCHDOG_MS,
  "number-refused": 2_000,
  "name-wanted": 7_000 + WATCHDOG_MS,
  "not-registered": 6_000 + WATCHDOG_MS,
  promise: 15_000,
};
const SLACK_MS = ORDER_MS + 1_000;

/** 4. Every caller ends served, gone by his own will, promised to be called, or refused by a queue; and in time. */
export function judgeCallers(evidence: Evidence, complain: Complain): void {
  const { chronicle } = evidence;
  const seen = new Outside(evidence);
  for (const call of chronicle.callers.keys()) {
    if (!chronicle.ends.has(call)) complain(4, `${call} is still on the phone long after everything`);
    else if (!seen.endsWell(call)) complain(4, `${call} was hung up on: he heard ${seen.whatHeard(call)}`);
    judgeStations(evidence, seen, call, complain);
  }
  judgePlacesOfCallers(evidence, complain);
  const { maxLength, joinEmpty, leaveEmpty, maxWaitMs } = evidence.centre.plan.options;
  if (maxLength === null && joinEmpty && !leaveEmpty && maxWaitMs === null)
    for (const call of evidence.callsThatHeard("sorry"))
      complain(4, `${call} was refused by a queue that refuses nobody`);
  if (evidence.reportsSound && evidence.latenessMs === ORDER_MS) judgeWhoPickedUp(evidence, seen, complain);
}

/** What is known of how phone calls ended, by call. */
class Outside {
  readonly #served: ReadonlySet<string>;
  readonly #hungUp: ReadonlySet<string>;
  readonly #heard: ReadonlyMap<string, readonly { readonly what: string; readonly at: number }[]>;
  readonly #evidence: Evidence;

  constructor(evidence: Evidence) {
    const { services, acts, hearings } = evidence.chronicle;
    this.#evidence = evidence;
    this.#served = new Set(services.map(({ call }) => call));
    this.#hungUp = new Set(acts.flatMap(({ call, what }) => (what.what === "hung-up" ? [call] : [])));
    const all = hearings.map(({ call, what, at }) => ({ call, what: what.what, at }));
    this.#heard = Map.groupBy(all, ({ call }) => call);
  }

  heard(call: string): readonly { readonly what: string; readonly at: number }[] {
    return this.#heard.get(call) ?? [];
  }

  whatHeard(call: string): string {
    return [...new Set(this.heard(call).map(({ what }) => what))].join(", ") || "nothing";
  }

  /** Served, or by a decision of his own, or told so, or together with the whole phone system. */
  endsWell(call: string): boolean {
    const { chronicle } = this.#evidence;
    const heard = (wanted: string) => this.heard(call).some(({ what }) => what === wanted);
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

  /** He phoned while the phone system was down. */
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
    { what: "arrival", at: chronicle.callers.get(call)!.at },
    ...seen.heard(call),
    { what: "end", at: endedAt },
  ];
  stations.forEach(({ what, at }, index) => {
    const limit = limits[what];
    const next = stations[index + 1];
    if (limit !== undefined && next && next.at - at > limit + SLACK_MS + evidence.clockWrongMs)
      complain(4, `${call} was kept for ${next.at - at} ms after ${what}`);
  });
}

/** Whoever comes into a queue stands there at his arrival, or before it where he waited to be called back already. */
function judgePlacesOfCallers(evidence: Evidence, complain: Complain): void {
  const { chronicle, clockWrongMs } = evidence;
  const { lose, drop } = evidence.scenario.faults;
  // Of whom only what came after his arrival was reported, Espera does not know since when he is there.
  const unannounced = new Set(
    lose + drop > 0
      ? evidence.events("call-arrived").flatMap((one) => (one.announced ? [] : [one.call]))
      : [],
  );
  const latestMs = evidence.latenessMs - ORDER_MS + clockWrongMs;
  for (const { call, place } of chronicle.stays) {
    if (isLeg(call) || unannounced.has(call)) continue;
    const { at } = chronicle.callers.get(call)!;
    if (place > at + latestMs) complain(4, `${call} lost ${place - at} ms of his place`);
  }
}

/** Whoever picked up a return call is not hung up on, also where an agent attends him by his own call meanwhile. */
function judgeWhoPickedUp(evidence: Evidence, seen: Outside, complain: Complain): void {
  const { chronicle } = evidence;
  for (const { attempt, how, until } of chronicle.rings) {
    if (how !== "picked-up" || chronicle.ends.get(attempt)! - until! <= SLACK_MS) continue;
    if (!seen.endsWell(attempt))
      complain(4, `${attempt} was hung up on after it was picked up: it heard ${seen.whatHeard(attempt)}`);
  }
}
