import { Fault } from "../../../faults/faults.ts";
import type { JournalMoment } from "../../../journal/smart-wait-sums.ts";
import {
  type GroupBy,
  type SmartWaitGroup,
  smartWaitGroups,
} from "../../../reports/smart-wait/smart-wait-groups.ts";
import type { SmartWaitReport, SmartWaitRowAnswer } from "../schema/answers.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { reportSmartWait } from "../schema/forms.ts";
import { momentText } from "../schema/moments.ts";
import type { Sources } from "../sources.ts";
import { type AskedRange, askedRange } from "./asked-range.ts";
import { liftAnswerOf } from "./lift-answer.ts";
import { momentOfCursor, reportCursorOf } from "./report-cursor.ts";

/** What smart wait did, by skill and group. */
export function smartWaitEndpoint(sources: Sources): Endpoint {
  return endpoint(reportSmartWait, async ({ operation, rights, query, signal }) => {
    const since = query.changedSince === undefined ? undefined : momentOfCursor(query.changedSince);
    if (since === null) throw new Fault("cursor-unknown");
    const asked = await askedRange(sources, { operation, rights }, query);
    return smartWaitReportOf(sources, operation.id, asked, { by: query.by, since, signal });
  });
}

/** The report of a range. Faults: `query-stopped`. */
export async function smartWaitReportOf(
  { readModels, now }: Pick<Sources, "readModels" | "now">,
  operation: number,
  { from, to, timeZone, skill, has, named }: AskedRange,
  {
    by,
    since,
    signal,
  }: {
    readonly by: GroupBy | undefined;
    readonly since?: JournalMoment | undefined;
    readonly signal: AbortSignal;
  },
): Promise<SmartWaitReport> {
  const wanted = {
    from,
    to,
    now: now(),
    ...(skill === undefined ? {} : { skill }),
    ...(since === undefined ? {} : { since }),
  };
  const [sums, lifts] = await Promise.all([
    readModels.smartWaitSums(operation, wanted, signal),
    readModels.liftOfSkills(operation, from, to, signal),
  ]);
  const nameOf = (id: number) => named(id).name;
  return {
    from: momentText(from, timeZone),
    to: momentText(to, timeZone),
    rows: smartWaitGroups(sums, timeZone, by)
      .filter((group) => has(group.skill))
      .map((group) => smartWaitRowAnswerOf(group, nameOf)),
    lift: lifts.filter((lift) => has(lift.skill)).map((lift) => liftAnswerOf(lift, nameOf, timeZone)),
    cursor: reportCursorOf(sums.asOf),
  };
}

/** A row of the report as the native API gives it; `nameOf` gives a skill's name, or "". */
export function smartWaitRowAnswerOf(
  group: SmartWaitGroup,
  nameOf: (skill: number) => string,
): SmartWaitRowAnswer {
  const { byResult, attemptsUnderWay: underWay } = group;
  return {
    skill: { id: group.skill, name: nameOf(group.skill) },
    group: group.group,
    treatments: group.treatments,
    yes: group.yes,
    no: group.no,
    silent: group.silent,
    hungUp: group.hungUp,
    undecided: group.undecided,
    heldOut: group.heldOut,
    callbacks: { registered: group.registered, byStatus: group.byStatus, failedBy: group.failedBy },
    attempts: {
      made: Object.values(byResult).reduce((sum, one) => sum + one, underWay),
      byResult,
      underWay,
      withheld: group.attemptsWithheld,
    },
    promises: {
      kept: group.promisesKept,
      late: group.promisesLate,
      pending: group.promisesPending,
      notNeeded: group.promisesNotNeeded,
      calledEarly: group.calledEarly,
    },
    secondWait: group.secondWaits.figures,
    overtakes: { whileDialled: group.overtakesDialled, whileHeldBack: group.overtakesHeldBack },
  };
}
