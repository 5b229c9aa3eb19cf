import type { Event } from "../../../line/events.ts";
import type { AgentReport } from "../../lift.ts";
import { all, first, type Script } from "../script.ts";

/**
 * What was reported of agents in a run from `from` to `to` (exclusive), epoch ms, in order. Nothing where the steps since `from` are not all kept. Steps
 * have no index by time; as their times never decrease, the first is found by halving.
 */
export function* agentReports(
  operation: number,
  run: number,
  from: number,
  to: number,
): Script<AgentReport[]> {
  const kept = yield* first("SELECT first_seq, last_seq FROM runs WHERE operation = ? AND run = ?", [
    operation,
    run,
  ]);
  if (!kept) return [];
  const [firstSeq, lastSeq] = [Number(kept["first_seq"]), Number(kept["last_seq"])];
  const begin = yield* firstStepFrom(operation, run, from, { low: firstSeq, high: lastSeq + 1 });
  if (begin === firstSeq && firstSeq > 1) return [];
  const end = yield* firstStepFrom(operation, run, to, { low: begin, high: lastSeq + 1 });
  const rows = yield* all(
    `SELECT at, events FROM steps WHERE operation = ? AND run = ? AND seq >= ? AND seq < ?
       AND (events LIKE '%"agent-changed"%' OR events LIKE '%"again":true%') ORDER BY seq`,
    [operation, run, begin, end],
  );
  return rows.flatMap(({ at, events }) =>
    (JSON.parse(String(events)) as Event[]).flatMap((event): AgentReport[] => {
      if (event.type === "agent-changed") {
        const { agent, skills, status } = event;
        return [{ at: Number(at), agent, skills, status }];
      }
      return event.type === "call-answered" && event.again
        ? [{ at: Number(at), agent: event.agent, skills: null, status: "busy" }]
        : [];
    }),
  );
}

/** The first step at a time or later, of those from `low` to `high`; `high`: there is none. */
function* firstStepFrom(
  operation: number,
  run: number,
  at: number,
  { low, high }: { low: number; high: number },
): Script<number> {
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const step = yield* first("SELECT at FROM steps WHERE operation = ? AND run = ? AND seq = ?", [
      operation,
      run,
      middle,
    ]);
    if (step && Number(step["at"]) >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}
