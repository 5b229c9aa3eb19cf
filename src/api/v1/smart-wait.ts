import { skillNamed } from "../../desk/skill-named.ts";
import { Fault } from "../../faults/faults.ts";
import { type SmartWaitGroup, smartWaitGroups } from "../../reports/smart-wait/smart-wait-groups.ts";
import { cursorOf, momentOfCursor } from "./report-cursor.ts";
import type { SmartWaitRow } from "./schema/answers.ts";
import { type Endpoint, endpoint } from "./schema/endpoint.ts";
import { reportSmartWait } from "./schema/forms.ts";
import { momentAsked, told } from "./schema/moments.ts";
import { skillNames } from "./skill-names.ts";
import type { Sources } from "./sources.ts";
import { toldLift } from "./told-lift.ts";

/** What smart wait did, by skill and group. */
export function smartWaitEndpoint({ store, readModels, now }: Sources): Endpoint {
  return endpoint(reportSmartWait, async ({ operation, query, signal }) => {
    const { timeZone } = operation;
    const { from, to } = rangeOf(query.from, query.to, timeZone);
    const since = query.changedSince === undefined ? undefined : momentOfCursor(query.changedSince);
    if (since === null) throw new Fault("cursor-unknown");
    const skills = (await store.settings(operation.id))?.skills ?? [];
    const wanted = {
      from,
      to,
      now: now(),
      ...(query.skill === undefined ? {} : { skill: skillNamed(skills, query.skill) }),
      ...(since === undefined ? {} : { since }),
    };
    const [sums, lifts] = await Promise.all([
      readModels.smartWaitSums(operation.id, wanted, signal),
      readModels.liftOfSkills(operation.id, from, to, signal),
    ]);
    const named = await skillNames(store, operation);
    const nameOf = (id: number) => named(id).name;
    return {
      from: told(from, timeZone),
      to: told(to, timeZone),
      rows: smartWaitGroups(sums, timeZone, query.by).map((group) => toldRow(group, nameOf)),
      lift: lifts
        .filter(({ skill }) => wanted.skill === undefined || skill === wanted.skill)
        .map((lift) => toldLift(lift, nameOf, timeZone)),
      cursor: cursorOf(sums.asOf),
    };
  });
}

/** Faults: `date-invalid`, `dates-reversed`, `range-too-long`. */
function rangeOf(from: string, to: string, timeZone: string): { from: number; to: number } {
  const range = { from: momentAsked(from, timeZone), to: momentAsked(to, timeZone) };
  if (range.to < range.from) throw new Fault("dates-reversed", { from, to });
  if (range.to - range.from > MAX_RANGE_MS) throw new Fault("range-too-long", { days: MAX_DAYS });
  return range;
}

/** A row of the report as the native API tells it; `nameOf` gives a skill's name, or "". */
export function toldRow(group: SmartWaitGroup, nameOf: (skill: number) => string): SmartWaitRow {
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
    secondWait: group.secondWaits.told,
    overtakes: { whileDialled: group.overtakesDialled, whileHeldBack: group.overtakesHeldBack },
  };
}

const MAX_DAYS = 31;
/** A month that has 31 days is an hour longer where clocks go back in it. */
const MAX_RANGE_MS = MAX_DAYS * 86_400_000 + 3_600_000;
