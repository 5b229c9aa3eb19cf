import type { SkillId } from "../line/ids.ts";
import type { Target } from "../line/settings.ts";
import type { LevelToday } from "../operation/now/at-work.ts";
import type { LineNow } from "../operation/now/line-now.ts";

/** What runs now, in aggregated numbers: no call, no person. */
export interface LiveView {
  /** Espera's version. */
  readonly version: string;
  readonly operations: readonly OperationView[];
}

export interface OperationView {
  readonly id: number;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Said in plain sight wherever its numbers are shown. */
  readonly simulated: boolean;
  /** Past days of a demonstration being generated; `null` when none are. */
  readonly generation: { readonly done: number; readonly total: number } | null;
  readonly skills: readonly SkillView[];
}

interface SkillView extends LineNow {
  readonly id: SkillId;
  readonly name: string;
  readonly target: Target;
  readonly today: LevelToday;
}
