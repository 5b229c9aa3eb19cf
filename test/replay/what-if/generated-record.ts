import type { CallLog, LoggedCall } from "../../../src/history/call-log.ts";
import { exponential } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import type { Recording } from "../../../src/replay/what-if/record.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A centre of one skill whose callers wait in order of arrival. */
interface GeneratedCentre {
  readonly seed: string;
  readonly days: number;
  readonly agents: number;
  readonly hours: number;
  readonly perHour: number;
  readonly handleS: number;
  readonly patienceS: number;
}

/** The record that such a centre leaves behind, in whole seconds, from 1 January 1970 on. */
export function generatedCalls(centre: GeneratedCentre): LoggedCall[] {
  const calls: LoggedCall[] = [];
  for (let day = 0; day < centre.days; day++) {
    const random = new RandomSource(centre.seed).stream("day", day);
    const free = Array.from({ length: centre.agents }, () => day * DAY);
    let at = day * DAY;
    for (let n = 0; ; n++) {
      at += exponential(random, HOUR / centre.perHour);
      if (at >= day * DAY + centre.hours * HOUR) break;
      const arrivedAt = whole(at);
      const patienceMs = whole(exponential(random, centre.patienceS * 1_000));
      const handleMs = Math.max(1_000, whole(exponential(random, centre.handleS * 1_000)));
      // The agent who is the longest without a call, or who will be free first.
      const agent = free.indexOf(Math.min(...free));
      const waitMs = Math.max(0, free[agent]! - arrivedAt);
      const gaveUp = waitMs > patienceMs;
      if (!gaveUp) free[agent] = arrivedAt + waitMs + handleMs;
      calls.push({
        line: calls.length + 2,
        logId: `${day}-${n}`,
        callId: `${day}-${n}`,
        arrivedAt,
        customer: null,
        skill: "sales",
        waitMs: gaveUp ? patienceMs : waitMs,
        outcome: gaveUp ? "abandoned" : "answered",
        handleMs: gaveUp ? null : handleMs,
        agent: gaveUp ? null : `agent-${agent}`,
      });
    }
  }
  return calls;
}

/** A recording of these calls. */
export function recordingOf(calls: readonly LoggedCall[]): Recording {
  const log = (): CallLog => ({
    rows: (async function* () {
      yield calls;
    })(),
    digest: () => "",
  });
  return { open: async () => [{ name: "generated", log: log() }], timeZone: "UTC", skipBad: false };
}

function whole(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

/** The record as the CSV that a phone system would write. */
export function csvOf(calls: readonly LoggedCall[]): string {
  const rows = calls.map(({ arrivedAt, callId, skill, waitMs, outcome, handleMs, agent }) =>
    [
      new Date(arrivedAt).toISOString().slice(0, 19),
      callId,
      "",
      skill,
      waitMs / 1_000,
      outcome,
      handleMs === null ? "" : handleMs / 1_000,
      agent ?? "",
    ].join(),
  );
  return `${["offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent", ...rows].join("\n")}\n`;
}
