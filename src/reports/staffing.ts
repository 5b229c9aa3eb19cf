import type { LoadSums } from "../journal/load-sums.ts";
import type { SkillId } from "../line/ids.ts";
import { LocalClock } from "../time/local-clock.ts";

/** What the calls of a skill are grouped by: the hour of the day, the weekday, or both. */
export type StaffingBy = "hour" | "weekday" | "weekday-hour";

/** What the calls of one skill that arrived in one group of hours ask of its agents, for the planner. */
export interface StaffingRow {
  readonly skill: SkillId;
  /** 1 to 7 from Monday, local to the operation; `null`: of every day. */
  readonly weekday: number | null;
  /** 0 to 23, local to the operation; `null`: of every hour. */
  readonly hour: number | null;
  /**
   * How many hours of the clock these are: on days on which the skill had a call, the hours of the day in which it has
   * calls on such a weekday at all.
   */
  readonly hours: number;
  readonly offered: number;
  readonly answered: number;
  readonly answeredByReturnCall: number;
  readonly abandoned: number;
  readonly open: number;
  /** `offered` by `hours`. */
  readonly callsPerHour: number;
  /** Mean time from the agent to the end of the conversation, s; `null`: of no call is it known. */
  readonly ahtS: number | null;
  /** Mean patience, s: the waits on the phone of all by those who hung up; `null`: nobody hung up. */
  readonly patienceS: number | null;
}

/** One row for each skill and group with a call in it, ascending by skill, weekday and hour. */
export function staffing(sums: readonly LoadSums[], timeZone: string, by: StaffingBy): StaffingRow[] {
  const clock = new LocalClock(timeZone);
  const placed = sums.map((one) => {
    const { day, hour } = clock.hourOf(one.start);
    return { ...one, day, hour, weekday: weekdayOf(day) };
  });
  return [...Map.groupBy(placed, ({ skill }) => skill).values()].flatMap((ofSkill) => {
    const days = Map.groupBy(new Set(ofSkill.map(({ day }) => day)), weekdayOf);
    const groups = Map.groupBy(ofSkill, ({ weekday, hour }) =>
      [by === "hour" ? "" : weekday, by === "weekday" ? "" : String(hour).padStart(2, "0")].join(" "),
    );
    return [...groups.entries()]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, group]) => rowOf(group, by, hoursOf(group, days, by)));
  });
}

type Placed = LoadSums & { readonly day: number; readonly hour: number; readonly weekday: number };

/** A day counted as `LocalHour` does: 0 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function hoursOf(
  group: readonly Placed[],
  days: ReadonlyMap<number, readonly number[]>,
  by: StaffingBy,
): number {
  if (by === "hour") return [...days.values()].flat().length;
  const ofWeekday = days.get(group[0]!.weekday)!.length;
  return by === "weekday-hour" ? ofWeekday : ofWeekday * new Set(group.map(({ hour }) => hour)).size;
}

function rowOf(group: readonly Placed[], by: StaffingBy, hours: number): StaffingRow {
  const [{ skill, weekday, hour }] = group as readonly [Placed, ...Placed[]];
  const sum = (member: Exclude<keyof LoadSums, "skill" | "start">) =>
    group.reduce((total, one) => total + one[member], 0);
  const offered = sum("offered");
  return {
    skill,
    weekday: by === "hour" ? null : weekday,
    hour: by === "weekday" ? null : hour,
    hours,
    offered,
    answered: sum("answered"),
    answeredByReturnCall: sum("answeredByReturnCall"),
    abandoned: sum("abandoned"),
    open: sum("open"),
    callsPerHour: rounded(offered / hours),
    ahtS: meanS(sum("handleMs"), sum("handled")),
    patienceS: meanS(sum("waitMs"), sum("hungUp")),
  };
}

/** To milliseconds: more digits would say nothing. */
function meanS(sumMs: number, count: number): number | null {
  return count === 0 ? null : rounded(sumMs / count / 1000);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
