import type { ServiceLevelCounts, SmartWaitCounts } from "../../src/journal/port/questions.ts";
import type { Step } from "../../src/journal/port/run.ts";

/** What `smartWaitCounts` must answer, straight from the steps: by arrival of the call, one event after the other. */
export function scan(steps: readonly Step[], from: number, to: number): SmartWaitCounts[] {
  const arrived = new Map<string, number>();
  const counts = new Map<number, { -readonly [key in keyof SmartWaitCounts]: number }>();
  for (const { fact, events } of steps)
    for (const event of events) {
      if (event.type === "call-arrived") arrived.set(event.call, fact.at);
      const call = "callback" in event ? event.callback : "call" in event ? event.call : "";
      const at = arrived.get(call);
      if (!("skill" in event) || at === undefined || at < from || at >= to) continue;
      let count = counts.get(event.skill);
      if (!count) {
        count = { skill: event.skill, treatment: 0, yes: 0, recallOk: 0, recallFail: 0 };
        counts.set(event.skill, count);
      }
      if (event.type === "question-began" && !event.again) count.treatment++;
      if (event.type === "choice-made" && event.choice === "yes") count.yes++;
      if (event.type === "callback-ended" && event.status === "OK") count.recallOk++;
      if (event.type === "callback-ended" && (event.status === "FAIL" || event.status === "NO USER"))
        count.recallFail++;
    }
  return [...counts.values()].filter(({ treatment }) => treatment > 0).sort((a, b) => a.skill - b.skill);
}

/** How long some call of the range waited for its answer: neither the shortest nor the longest. */
export function aWaitOf(steps: readonly Step[], from: number, to: number): number {
  const waits = steps.flatMap(({ fact, events }) =>
    events.flatMap((event) =>
      event.type === "call-answered" && event.arrivedAt >= from && event.arrivedAt < to
        ? [fact.at - event.arrivedAt]
        : [],
    ),
  );
  return waits.toSorted((one, other) => one - other)[Math.floor(waits.length / 2)]!;
}

interface ScannedCall {
  readonly skill: number;
  readonly at: number;
  answeredAt?: number;
  ended: boolean;
  callback?: ScannedCallback;
}

interface ScannedCallback {
  readonly registeredAt: number;
  readonly from: number;
  readonly until: number;
  firstDialledAt?: number;
  readonly keyAt: Map<string, number>;
  readonly inLineAt: Map<string, number>;
  joined?: { readonly attempt: string; readonly at: number };
  status: string;
}

/** What `serviceLevelCounts` must answer, straight from the steps. */
export function levelsByScan(
  steps: readonly Step[],
  from: number,
  to: number,
  thresholdMs: number,
  name: (skill: number) => string,
): ServiceLevelCounts[] {
  const inRange = [...scannedCalls(steps).values()].filter(({ at }) => at >= from && at < to);
  return [...new Set(inRange.map(({ skill }) => skill))]
    .sort((a, b) => a - b)
    .map((skill) => {
      const its = inRange.filter((call) => call.skill === skill);
      const of = (...what: string[]) => its.filter((call) => what.includes(becameOf(call)));
      const soon = ({ at, answeredAt }: ScannedCall) =>
        answeredAt !== undefined && answeredAt - at <= thresholdMs;
      const summed = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
      const returnMs = of("returned").map(({ at, callback }) => callback!.joined!.at - at);
      return {
        skill,
        name: name(skill),
        offered: its.length,
        answered: of("answered").length,
        answeredByReturnCall: of("returned").length,
        abandoned: of("gone", "not reached").length,
        open: of("open").length,
        notReached: of("not reached").length,
        accepted: its.filter(({ callback }) => callback).length,
        answeredWithinThreshold:
          of("answered").filter(soon).length + returnMs.filter((ms) => ms <= thresholdMs).length,
        liveWithinThreshold: its.filter((call) => !call.callback && soon(call)).length,
        promisesMet:
          of("answered").filter(soon).length +
          of("returned").filter(({ callback }) => isMet(callback!, thresholdMs)).length,
        answerMs: summed(of("answered").map(({ at, answeredAt }) => answeredAt! - at)),
        returnMs: summed(returnMs),
      };
    });
}

function becameOf({ answeredAt, ended, callback }: ScannedCall): string {
  if (answeredAt !== undefined) return "answered";
  if (callback?.status === "OK") return "returned";
  if (callback?.status === "YES" || !ended) return "open";
  return callback ? "not reached" : "gone";
}

/** Called in time by a narrow promise, and with an agent soon after key 1. */
function isMet(callback: ScannedCallback, thresholdMs: number): boolean {
  const { registeredAt, from, until, firstDialledAt, joined, keyAt, inLineAt } = callback;
  const waitMs = from - registeredAt;
  if (until - from > Math.max(300_000, Math.round(waitMs / 4))) return false;
  const begun = keyAt.get(joined!.attempt) ?? inLineAt.get(joined!.attempt);
  return firstDialledAt! <= until && begun !== undefined && joined!.at - begun <= thresholdMs;
}

function scannedCalls(steps: readonly Step[]): Map<string, ScannedCall> {
  const calls = new Map<string, ScannedCall>();
  for (const { fact, events } of steps)
    for (const event of events) {
      if (event.type === "call-arrived")
        calls.set(event.call, { skill: event.skill, at: fact.at, ended: false });
      const call = "call" in event && event.call !== undefined ? calls.get(event.call) : undefined;
      if (event.type === "call-answered" && call) call.answeredAt ??= fact.at;
      if (event.type === "call-closed" && call) call.ended = true;
      if (event.type === "call-reopened" && call) call.ended = false;
      const caller = "callback" in event ? calls.get(event.callback) : undefined;
      if (event.type === "callback-registered" && caller)
        caller.callback = {
          registeredAt: fact.at,
          from: event.promisedFrom,
          until: event.promisedUntil,
          keyAt: new Map(),
          inLineAt: new Map(),
          status: "YES",
        };
      const callback = caller?.callback;
      if (!callback) continue;
      if (event.type === "attempt-dialled") callback.firstDialledAt ??= fact.at;
      if (event.type === "attempt-progressed") {
        const { attempt, progress } = event;
        if (progress === "confirmed") callback.keyAt.set(attempt, fact.at);
        if (progress === "in-line" && !event.again) callback.inLineAt.set(attempt, fact.at);
        if (progress === "joined") callback.joined = { attempt, at: fact.at };
      }
      if (event.type === "callback-ended") callback.status = event.status;
    }
  return calls;
}
