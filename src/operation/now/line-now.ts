import type { SkillId } from "../../line/ids.ts";
import { type LineCounts, lineCounts } from "../../line/now/line-counts.ts";
import { holdOutRate } from "../../line/offer/hold-out.ts";
import { type AutoNow, autoNow } from "../../line/outlook/auto-switch.ts";
import { freshOutlook, type KnownOutlook } from "../../line/outlook/skill-outlook.ts";
import { mayOffer, type SkillSettings } from "../../line/settings.ts";
import type { SkillLine } from "../../line/state.ts";
import type { SkillReason } from "../../words/reasons/skill-reasons.ts";
import type { Operation } from "../operation.ts";
import type { AtWork, LevelToday } from "./at-work.ts";
import { skillReasonOf } from "./skill-reason-of.ts";

/** The line of a skill in a running operation. */
export interface LineNow {
  readonly line: LineCounts;
  readonly freeAgents: number;
  /** What the running half hour is expected to come to; `null`: nobody knows now, or it is not foreseen. */
  readonly outlook: KnownOutlook | null;
  /** What its smart wait does by itself; `null` in other modes than `auto`. */
  readonly auto: AutoNow | null;
  /** The share of eligible callers who are not asked, 0 to 1, and how many were not, each once a day. */
  readonly holdOut: { readonly rate: number; readonly heldOut: number };
}

/** Agents logged in, by what they do. */
interface AgentCounts {
  readonly free: number;
  readonly ringing: number;
  readonly busy: number;
  readonly wrapUp: number;
  readonly paused: number;
}

/** A skill's line with its agents, and why callers are offered return calls in it or not. */
export interface SkillLineNow extends LineNow {
  readonly skill: SkillId;
  readonly why: SkillReason;
  /** Open callbacks in its line. */
  readonly open: number;
  readonly agents: AgentCounts;
  /** `null`: nobody counts it. */
  readonly today: LevelToday | null;
}

/** The lines of these skills, one for each. */
export function skillLinesNow(at: AtWork, skills: readonly SkillSettings[]): SkillLineNow[] {
  const { coreState: state } = at.operation;
  return skills.map((skill) => {
    const line = state.skills.get(skill.id);
    return {
      skill: skill.id,
      why: skillReasonOf(skill, { ...at, state }),
      open: line?.open ?? 0,
      agents: agentCounts(line),
      today: at.today?.(skill.id) ?? null,
      ...lineNow(skill, at.operation, at.now),
    };
  });
}

/** The line of a skill at `now` (epoch ms); empty where the operation has not been opened. */
export function lineNow(skill: SkillSettings, operation: Operation | null, now: number): LineNow {
  const state = operation?.coreState;
  const line = state?.skills.get(skill.id);
  const heldOut = line?.heldOut ?? 0;
  return {
    line: state && line ? lineCounts(state, line) : { live: 0, callbacks: 0, returning: 0 },
    freeAgents: line?.freeAgents ?? 0,
    outlook: freshOutlook(line, now),
    auto: state ? autoNow(skill, line, now) : null,
    // Where nobody is offered, nothing is withheld.
    holdOut: { rate: mayOffer(skill) ? holdOutRate(skill, { heldOut }) : 0, heldOut },
  };
}

function agentCounts(line: SkillLine | undefined): AgentCounts {
  const counts = { free: 0, ringing: 0, busy: 0, wrapUp: 0, paused: 0 };
  for (const { status } of line?.agents ?? [])
    if (status !== "away") counts[status === "wrap-up" ? "wrapUp" : status]++;
  return counts;
}
