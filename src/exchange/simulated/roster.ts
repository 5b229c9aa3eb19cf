import type { SkillId } from "../../line/ids.ts";
import { localDayAt, localMinute } from "../../time/local-days.ts";
import type { Shift, SimulatedAgent } from "./simulated-agent.ts";

/** Agents who work alike. */
export interface AgentGroup {
  readonly count: number;
  /** The first they are for. */
  readonly skills: readonly SkillId[];
  /** Minutes since local midnight; `toMinute` may lie beyond 1440, in the next day. */
  readonly shift: { readonly fromMinute: number; readonly toMinute: number };
  readonly wrapUpMs: number;
  /** The share of their calls in which they pause, for five minutes on average; left out: one in 50. */
  readonly pauseShare?: number;
  /** Of them, who works on Saturdays and on Sundays; left out: all. */
  readonly saturdayShare?: number;
  readonly sundayShare?: number;
}

/**
 * The agents of the groups with their shifts from `from` until `to`, epoch ms (`null`: day after day without end).
 * Shifts are cut to that range. Agents are named `agent-01`, `agent-02` … in the order of the groups.
 */
export function roster(given: {
  readonly timeZone: string;
  readonly groups: readonly AgentGroup[];
  readonly from: number;
  readonly to: number | null;
}): SimulatedAgent[] {
  const { timeZone, groups, from, to } = given;
  const seats = groups.flatMap((group) =>
    Array.from({ length: group.count }, (_, index) => ({ group, index })),
  );
  return seats.map(({ group, index }, seat) => ({
    id: `agent-${String(seat + 1).padStart(2, "0")}`,
    skills: group.skills,
    wrapUpMs: group.wrapUpMs,
    pauses: { share: group.pauseShare ?? 0.02, meanMs: 300_000 },
    shifts: { [Symbol.iterator]: () => shiftsOf(group, index, timeZone, from, to) },
  }));
}

function* shiftsOf(
  group: AgentGroup,
  index: number,
  timeZone: string,
  from: number,
  to: number | null,
): Generator<Shift> {
  const works = (dayOfWeek: number) =>
    dayOfWeek === 6
      ? index < group.count * (group.saturdayShare ?? 1)
      : dayOfWeek === 7
        ? index < group.count * (group.sundayShare ?? 1)
        : true;
  if (![1, 6, 7].some(works)) return;
  // A shift of the day before may reach into the first day.
  let date = localDayAt(from, timeZone).date.subtract({ days: 1 });
  for (;;) {
    const begins = localMinute(date, group.shift.fromMinute, timeZone);
    const ends = localMinute(date, group.shift.toMinute, timeZone);
    if (to !== null && begins >= to) return;
    if (works(date.dayOfWeek) && ends > from) {
      yield { from: Math.max(begins, from), to: to === null ? ends : Math.min(ends, to) };
    }
    date = date.add({ days: 1 });
  }
}
