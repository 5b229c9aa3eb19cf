import type { SmartWaitCounts, Step } from "../../src/journal/port.ts";

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

/** What `serviceLevelCounts` must answer, straight from the steps. */
export function levelsByScan(
  steps: readonly Step[],
  from: number,
  to: number,
  thresholdMs: number,
  name: (skill: number) => string,
) {
  const calls = new Map<string, { skill: number; at: number; answeredAt: number | null; outcome: string }>();
  for (const { fact, events } of steps)
    for (const event of events) {
      if (event.type === "call-arrived")
        calls.set(event.call, { skill: event.skill, at: fact.at, answeredAt: null, outcome: "" });
      const call = "call" in event && event.call !== undefined ? calls.get(event.call) : undefined;
      if (event.type === "call-answered" && call) call.answeredAt = fact.at;
      if (event.type === "call-closed" && call) call.outcome = event.outcome;
    }
  const inRange = [...calls.values()].filter(({ at }) => at >= from && at < to);
  return [...new Set(inRange.map(({ skill }) => skill))]
    .sort((a, b) => a - b)
    .map((skill) => {
      const its = inRange.filter((call) => call.skill === skill);
      const answered = its.filter(({ answeredAt }) => answeredAt !== null);
      return {
        skill,
        name: name(skill),
        offered: its.length,
        answered: answered.length,
        abandoned: its.filter(({ outcome }) => outcome === "abandoned").length,
        answeredWithinThreshold: answered.filter(({ at, answeredAt }) => answeredAt! - at <= thresholdMs)
          .length,
      };
    });
}
