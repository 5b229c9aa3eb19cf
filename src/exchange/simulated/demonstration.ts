import type { SkillId } from "../../line/ids.ts";
import type { SkillTraffic } from "./configured-traffic.ts";
import type { AgentGroup } from "./roster.ts";

/** A skill of the demonstration: its name and who phones. */
export interface DemonstrationSkill extends SkillTraffic {
  readonly name: string;
}

/**
 * A contact centre to look at when none is configured: about 3,000 calls on a weekday, four skills, 40 agents, some
 * of whom share skills. Nights are quiet; in the middle of the morning and of the afternoon more callers come than
 * the agents can take, so that waits of minutes arise and targets are at risk, while the day as a whole is sane.
 */
export const demonstration: {
  readonly skills: readonly DemonstrationSkill[];
  readonly groups: readonly AgentGroup[];
} = {
  skills: [
    {
      skill: 11,
      name: "Servicio al cliente",
      callsPerDay: 1_200,
      meanHandleMs: 210_000,
      meanPatienceMs: 360_000,
    },
    { skill: 12, name: "Soporte técnico", callsPerDay: 800, meanHandleMs: 285_000, meanPatienceMs: 420_000 },
    { skill: 13, name: "Facturación", callsPerDay: 700, meanHandleMs: 195_000, meanPatienceMs: 360_000 },
    { skill: 14, name: "Ventas", callsPerDay: 300, meanHandleMs: 245_000, meanPatienceMs: 300_000 },
  ],
  groups: [
    group(3, [11, 13, 12, 14], 22, 30, 1),
    group(1, [12, 11, 14, 13], 22, 30, 1),
    group(4, [11, 13], 6, 14, 0.5),
    group(2, [12, 14], 6, 14, 0.5),
    group(3, [13, 11], 7, 15, 0.34),
    group(2, [11], 7, 15, 0.5),
    group(4, [12], 8, 16, 0.5),
    group(3, [14, 13], 8, 16, 0.34),
    group(4, [11, 12], 10, 18, 0.25),
    group(3, [13], 12, 20, 0.34),
    group(5, [11, 13], 14, 22, 0.4),
    group(4, [12, 11], 14, 22, 0.5),
    group(2, [14, 12], 14, 22, 0.5),
  ],
};

/**
 * Agents from one full hour to another, of whom `weekendShare` work on Saturdays, and a little fewer on Sundays, but
 * at least one.
 */
function group(
  count: number,
  skills: readonly SkillId[],
  fromHour: number,
  toHour: number,
  weekendShare: number,
): AgentGroup {
  return {
    count,
    skills,
    shift: { fromMinute: fromHour * 60, toMinute: toHour * 60 },
    wrapUpMs: 15_000,
    saturdayShare: weekendShare,
    sundayShare: weekendShare * 0.8,
  };
}
