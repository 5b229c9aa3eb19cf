import type { Conclusion } from "../callback/conclusion.ts";
import type { Fact } from "../facts.ts";
import type { SkillId } from "../ids.ts";
import { RISK_FEATURE_NAMES } from "../learning/risk/risk-features.ts";
import { lineOf, type SkillLine } from "../state.ts";
import { agentsThere, leastOnMs, switchNow } from "./auto-switch.ts";
import { freshOutlook, isForeseen, type SkillOutlook } from "./skill-outlook.ts";
import { handleMsOf } from "./theoretical-risk.ts";

/** An outlook came in: what can be believed of it is kept, and smart wait switches by it. */
export function onOutlook(
  out: Conclusion,
  { asOf, skills: outlooks }: Extract<Fact, { type: "outlook" }>,
): void {
  const skills = believable(out, asOf, outlooks);
  if (skills.length === 0) return;
  out.event({ type: "outlook-noted", asOf, skills });
  for (const { skill } of skills) switchLine(out, lineOf(out.state, skill));
}

/** Agents or settings changed in these lines: where the last agent left or went into a pause, smart wait switches itself on at once. */
export function switchOnWhereNeeded(out: Conclusion, lines: readonly SkillLine[]): void {
  for (const line of lines) if (!line.auto.on) switchLine(out, line);
}

function switchLine(out: Conclusion, line: SkillLine): void {
  const { state, at } = out;
  const settings = state.skillSettings.get(line.id);
  if (settings?.smartWait !== "auto") return;
  const { auto } = line;
  const known = freshOutlook(line, at);
  const least = leastOnMs(settings.auto, handleMsOf(state, line, at));
  const agents = agentsThere(line);
  const risk = known?.risk ?? null;
  const why = switchNow(auto, { at, agents, risk, settings: settings.auto, leastOnMs: least });
  if (why === null) return;
  out.event({
    type: "smart-wait-switched",
    skill: line.id,
    on: !auto.on,
    why,
    inputs: {
      risk,
      threshold: auto.on ? settings.auto.offBelow : settings.auto.onAbove,
      level: known?.level ?? null,
      offered: known?.offered ?? null,
      agents,
      asOf: known?.asOf ?? null,
      leastOnMs: least,
    },
  });
}

/** Each skill at most once, and nothing of skills that nobody knows, of the future or of long ago, nor what is no probability. */
function believable(
  { state, at }: Conclusion,
  asOf: number,
  outlooks: readonly SkillOutlook[],
): readonly SkillOutlook[] {
  if (!(asOf <= at && asOf >= at - MOST_DELAY_MS)) return [];
  const seen = new Set<SkillId>();
  return outlooks.filter((one) => {
    const settings = state.skillSettings.get(one.skill);
    if (!settings || !isForeseen(settings) || seen.has(one.skill) || !isOutlook(one)) return false;
    const before = state.skills.get(one.skill)?.outlook;
    if (before && before.asOf > asOf) return false;
    seen.add(one.skill);
    return true;
  });
}

function isOutlook({ risk, level, offered, features }: SkillOutlook): boolean {
  return (
    isShare(risk) &&
    (level === null || isShare(level)) &&
    Number.isInteger(offered) &&
    offered >= 0 &&
    (features === undefined || areFeatures(features))
  );
}

function isShare(value: number): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function areFeatures(features: readonly number[]): boolean {
  return (
    features.length === RISK_FEATURE_NAMES.length &&
    features.every((value) => typeof value === "number" && Math.abs(value) <= LARGEST_FEATURE)
  );
}

/** An outlook that took longer is about another line. */
const MOST_DELAY_MS = 30_000;
/** Each is of the order of 1. */
const LARGEST_FEATURE = 1_000;
