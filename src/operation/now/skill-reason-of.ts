import { isOpen, mayCall } from "../../line/hours/calling-hours.ts";
import { autoNow } from "../../line/outlook/auto-switch.ts";
import type { SkillSettings } from "../../line/settings.ts";
import type { State } from "../../line/state.ts";
import type { SkillReason } from "../../words/reasons/skill-reasons.ts";

/** The first reason that holds at `now` (epoch ms); `running` is `null` where the operation does not run. */
export function skillReasonOf(
  skill: SkillSettings,
  running: {
    readonly state: State;
    readonly now: number;
    readonly connected: boolean;
    readonly lacking: boolean;
  } | null,
): SkillReason {
  if (skill.smartWait === "off") return "smart-wait-off";
  if (!running) return "operation-stopped";
  if (!running.connected) return "not-connected";
  if (running.lacking) return "not-ready";
  if (!skill.registersNew) return "registration-closed";
  const { state, now } = running;
  if (!isOpen(state, skill.id, now)) return "skill-closed";
  // As a caller from where the operation is would be called; for others the hours of their own zone hold besides.
  if (!mayCall(state, { skill: skill.id, zones: null }, now)) return "outside-calling-hours";
  const line = state.skills.get(skill.id);
  if (skill.limits.pending !== null && (line?.open ?? 0) >= skill.limits.pending) return "too-many-pending";
  const auto = autoNow(skill, line, now);
  if (auto) return auto.rule;
  if ((line?.agents.size ?? 0) === 0) return "nobody-logged-in";
  return skill.smartWait === "shadow" ? "shadow" : "offers";
}
