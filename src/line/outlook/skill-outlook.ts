import type { SkillId } from "../ids.ts";
import type { SkillSettings } from "../settings.ts";

/** What a skill's running half hour is expected to come to, estimated beside the facts of the operation. */
export interface SkillOutlook {
  readonly skill: SkillId;
  /** The probability that the half hour ends below the skill's target, 0 to 1. */
  readonly risk: number;
  /** Callers who came in it so far; those who asked to be called back are not among them. */
  readonly offered: number;
  /** Answered within the target's time, of those for which that is known by then, 0 to 1; `null`: of nobody. */
  readonly level: number | null;
  /** What the risk was estimated from, where the skill is to learn from it once the half hour is over. */
  readonly features?: readonly number[];
}

/** The last outlook of a skill that was believed. */
export interface KnownOutlook extends Omit<SkillOutlook, "skill" | "features"> {
  /** When the line stood as it was estimated from, epoch ms. */
  readonly asOf: number;
}

/** An outlook that is older says nothing of now. */
const STALE_AFTER_MS = 150_000;

/** Whether the half hours of a skill are foreseen: where smart wait switches by it, or is to learn before it does. */
export function isForeseen({ smartWait }: Pick<SkillSettings, "smartWait">): boolean {
  return smartWait === "auto" || smartWait === "shadow";
}

/** The outlook of a line, where it says something of how the line is at `at`, epoch ms. */
export function freshOutlook(
  line: { readonly outlook: KnownOutlook | null } | undefined,
  at: number,
): KnownOutlook | null {
  const outlook = line?.outlook ?? null;
  return outlook !== null && at - outlook.asOf <= STALE_AFTER_MS ? outlook : null;
}
