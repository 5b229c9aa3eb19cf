import type { AgentReport, LiftCallRow, LiftRecords } from "../../journal/lift.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import { localDayAt } from "../../time/local-days.ts";
import type { KnownAgent, KnownAgents } from "./known-crew.ts";

/** How long agents count as there after the end of a day, ms: callers may still wait, and the reports of the next day are not read. */
const STAYS_MS = 3_600_000;

/** The agents of a day as the exchange reported them, by the day's calls; `null` where it did not, or calls came in from elsewhere. */
export async function reportedAgents(
  store: Pick<LiftRecords, "agentReports">,
  record: OperationRecord,
  rows: readonly LiftCallRow[],
): Promise<KnownAgents | null> {
  const [{ run, arrivedAt }] = rows as [LiftCallRow];
  if (rows.some((row) => row.run !== run)) return null;
  const { from, to } = localDayAt(arrivedAt, record.timeZone);
  const reports = await store.agentReports(record.id, run, from, to);
  return new Map(
    [...Map.groupBy(reports, ({ agent }) => agent)].map(([agent, ofAgent]) => [
      agent,
      agentOf(ofAgent, from, to + STAYS_MS),
    ]),
  );
}

/** `reports`: of one agent from `from` to `to`, in order. */
export function agentOf(reports: readonly AgentReport[], from: number, to: number): KnownAgent {
  const there: { from: number; to: number }[] = [];
  const freeAt: number[] = [];
  // An agent whose first report is `free` has just come; any other first report means that they were there before.
  let since: number | null = reports[0]?.status === "free" ? null : from;
  let isPassedOn = false;
  for (const { at, skills, status } of reports) {
    if (status === "free") freeAt.push(at);
    // In a call that was passed on to them no report counts until they are free again.
    if (skills === null) isPassedOn = true;
    else if (status === "free") isPassedOn = false;
    const isThere = !isPassedOn && status !== "away" && status !== "paused";
    if (isThere) since ??= at;
    else if (since !== null) {
      if (at > since) there.push({ from: since, to: at });
      since = null;
    }
  }
  if (since !== null) there.push({ from: since, to });
  const skills = reports.findLast((report) => report.skills !== null)?.skills ?? [];
  return { skills: skills.map(String), there, freeAt };
}
