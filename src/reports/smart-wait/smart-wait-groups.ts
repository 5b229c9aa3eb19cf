import { countedAs } from "../../journal/definitions.ts";
import type { QuarterHour, SmartWaitSums } from "../../journal/smart-wait-sums.ts";
import type { AttemptResult } from "../../line/events.ts";
import type { SkillId } from "../../line/ids.ts";
import { SecondWaits } from "./second-wait.ts";

/** What the calls of a skill are grouped by: the moment they arrived, local to the operation, or their class. */
export type GroupBy = "hour" | "day" | "weekday" | "class";

/** What smart wait did for the calls of one skill that arrived in one group. */
export interface SmartWaitGroup {
  readonly skill: SkillId;
  /** The hour as `2026-11-23T10`, the day as `2026-11-23`, the weekday from `1`, Monday; the class by its name, empty: none; `null`: all. */
  readonly group: string | null;
  treatments: number;
  yes: number;
  no: number;
  silent: number;
  hungUp: number;
  undecided: number;
  /** Calls from which the offer was withheld at random. */
  heldOut: number;
  registered: number;
  /** Callbacks by their status, `YES` while they are open. */
  readonly byStatus: Record<string, number>;
  /** Those that failed, by the reason. */
  readonly failedBy: Record<string, number>;
  /** Attempts that went out to the phones and ended, by their result. */
  readonly byResult: Record<string, number>;
  attemptsUnderWay: number;
  /** Attempts that a last look kept from the phones. */
  attemptsWithheld: number;
  promisesKept: number;
  promisesLate: number;
  promisesPending: number;
  promisesNotNeeded: number;
  /** Of those kept: called before the promised span began. */
  calledEarly: number;
  readonly secondWaits: SecondWaits;
  overtakesDialled: number;
  overtakesHeldBack: number;
}

/** One row for each skill and group in which something changed, by ascending skill and group. */
export function smartWaitGroups(
  sums: SmartWaitSums,
  timeZone: string,
  by: GroupBy | undefined,
): SmartWaitGroup[] {
  const groupOf = grouping(timeZone, by);
  const groups = new Map<string, SmartWaitGroup>();
  const changed = new Set<string>();
  const of = (quarter: QuarterHour) => {
    const { skill } = quarter;
    const group = groupOf(quarter);
    const key = `${skill}/${group}`;
    const found = groups.get(key) ?? emptyGroup(skill, group);
    groups.set(key, found);
    return { found, key };
  };
  for (const one of sums.treatments) {
    const { found, key } = of(one);
    addTo(found, one, ["treatments", "yes", "no", "silent", "hungUp", "undecided"]);
    if (one.changed) changed.add(key);
  }
  for (const one of sums.heldOut) {
    const { found, key } = of(one);
    addTo(found, one, ["heldOut"]);
    if (one.changed) changed.add(key);
  }
  for (const one of sums.callbacks) {
    const { found, key } = of(one);
    found.registered += one.callbacks;
    addTo(found, one, CALLBACK_SUMS);
    if (one.changed) changed.add(key);
  }
  for (const one of sums.ends) {
    const { found } = of(one);
    count(found.byStatus, one.status, one.callbacks);
    const failed = one.status !== "YES" && countedAs[one.status] === "recallFail";
    if (failed && one.reason !== null) count(found.failedBy, one.reason, one.callbacks);
  }
  for (const one of sums.attempts) {
    const { found } = of(one);
    if (one.result === null) found.attemptsUnderWay += one.attempts;
    else if (WITHHELD.has(one.result)) found.attemptsWithheld += one.attempts;
    else count(found.byResult, one.result, one.attempts);
  }
  for (const one of sums.secondWaits) of(one).found.secondWaits.add(one);
  return [...groups]
    .filter(([key]) => changed.has(key))
    .map(([, group]) => group)
    .sort((one, other) => one.skill - other.skill || (one.group ?? "").localeCompare(other.group ?? ""));
}

/** The results of attempts for which no phone was to ring. */
const WITHHELD: ReadonlySet<AttemptResult> = new Set(["refused", "over-limit"]);

const CALLBACK_SUMS = [
  "promisesKept",
  "promisesLate",
  "promisesPending",
  "promisesNotNeeded",
  "calledEarly",
  "overtakesDialled",
  "overtakesHeldBack",
] as const;

type Summed = {
  [name in keyof SmartWaitGroup as SmartWaitGroup[name] extends number ? name : never]: number;
};

function addTo<Name extends Exclude<keyof Summed, "skill">>(
  group: SmartWaitGroup,
  sums: { readonly [name in Name]: number },
  names: readonly Name[],
): void {
  for (const name of names) (group as Summed)[name] += sums[name];
}

function count(counts: Record<string, number>, code: string, by: number): void {
  counts[code] = (counts[code] ?? 0) + by;
}

function emptyGroup(skill: SkillId, group: string | null): SmartWaitGroup {
  return {
    skill,
    group,
    treatments: 0,
    yes: 0,
    no: 0,
    silent: 0,
    hungUp: 0,
    undecided: 0,
    heldOut: 0,
    registered: 0,
    byStatus: {},
    failedBy: {},
    byResult: {},
    attemptsUnderWay: 0,
    attemptsWithheld: 0,
    promisesKept: 0,
    promisesLate: 0,
    promisesPending: 0,
    promisesNotNeeded: 0,
    calledEarly: 0,
    secondWaits: new SecondWaits(),
    overtakesDialled: 0,
    overtakesHeldBack: 0,
  };
}

/** The group of a quarter of an hour: a quarter lies in one hour of every zone's clock. */
function grouping(timeZone: string, by: GroupBy | undefined): (quarter: QuarterHour) => string | null {
  if (by === undefined) return () => null;
  if (by === "class") return (quarter) => quarter.class ?? "";
  const known = new Map<number, string>();
  return ({ start }) => {
    let group = known.get(start);
    if (group === undefined) {
      group = localGroup(start, timeZone, by);
      known.set(start, group);
    }
    return group;
  };
}

function localGroup(at: number, timeZone: string, by: Exclude<GroupBy, "class">): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  switch (by) {
    case "hour":
      return `${local.toPlainDate().toString()}T${String(local.hour).padStart(2, "0")}`;
    case "day":
      return local.toPlainDate().toString();
    case "weekday":
      return String(local.dayOfWeek);
  }
}
