import { gateAfter, usualThresholds } from "../../queueing/risk-gate.ts";
import type { AutoSettings, SkillSettings } from "../settings.ts";
import type { SkillLine } from "../state.ts";
import { freshOutlook } from "./skill-outlook.ts";
import { type AutoRule, type AutoSwitch, type SwitchReason, switchedOff } from "./switch-state.ts";

/** What a switch is decided by. */
interface SwitchView {
  readonly at: number;
  /** Agents who are logged in and not in a pause. */
  readonly agents: number;
  /** That the half hour ends below the target; `null`: nobody knows. */
  readonly risk: number | null;
  readonly settings: AutoSettings;
  /** For so long it stays on at least, ms. */
  readonly leastOnMs: number;
}

/**
 * Why smart wait switches to the other side now; `null`: it stays as it is. On while the target is at risk or nobody is there to answer; off
 * below a lower risk, so that it does not flutter, and not before what was begun had the time to show.
 */
export function switchNow(
  { on, since }: AutoSwitch,
  { at, agents, risk, settings, leastOnMs }: SwitchView,
): SwitchReason | null {
  if (agents === 0) return on ? null : "nobody-there";
  if (risk === null) return null;
  const after = gateAfter({ on, since: since ?? at }, risk, at, { ...settings, leastOn: leastOnMs });
  if (after.on === on) return null;
  return on ? "risk-over" : "at-risk";
}

/** Agents of a line who are there: logged in and not in a pause. */
export function agentsThere({ agents }: SkillLine): number {
  let count = 0;
  for (const { status } of agents) if (status !== "paused") count++;
  return count;
}

/** For so long smart wait stays on at least, ms, where a call takes so long as a mean. */
export function leastOnMs({ leastOnMs: wanted }: AutoSettings, handleMs: number): number {
  return wanted ?? Math.max(LEAST_ON_MS, usualThresholds(Math.round(handleMs)).leastOn);
}

/** What a skill in mode `auto` does at a moment. */
export interface AutoNow {
  readonly offers: boolean;
  readonly rule: AutoRule;
  /** When it switched last, epoch ms; `null`: never, or the rule is not one of a switch. */
  readonly since: number | null;
  /** The last that is known; `null`: it is too old, or there is none. */
  readonly risk: number | null;
  /** On above it, where it is off; off below it, where it is on. */
  readonly threshold: number;
}

/** What the skill's smart wait does at `at`, epoch ms; `null`: it is not for itself to decide. */
export function autoNow(
  { smartWait, auto: settings }: Pick<SkillSettings, "smartWait" | "auto">,
  line: Pick<SkillLine, "auto" | "outlook"> | undefined,
  at: number,
): AutoNow | null {
  if (smartWait !== "auto") return null;
  const { on, since, why } = line?.auto ?? switchedOff;
  const risk = freshOutlook(line, at)?.risk ?? null;
  if (on && why !== null && why !== "risk-over")
    return { offers: true, rule: why, since, risk, threshold: settings.offBelow };
  const off = { since, risk, threshold: settings.onAbove };
  if (risk === null) return { ...off, offers: true, rule: "outlook-stale", since: null };
  return { ...off, offers: false, rule: "risk-low" };
}

const LEAST_ON_MS = 300_000;
