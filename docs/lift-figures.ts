import { readFileSync } from "node:fs";

/** What `lift-figures.json` holds: figures that the benches `lift` and `bank` printed, taken over by `take-figures.ts`. */
export interface LiftFigures {
  readonly made: readonly MadeMonths[];
  readonly bank: readonly BankMonth[];
}

/** Made months of 20 days whose true lift is known; percentage points. */
export interface MadeMonths {
  /** `all`, a discipline, or what callers who accept are like. */
  readonly kind: string;
  readonly months: number;
  readonly trueLift: number;
  readonly found: number;
  readonly pooledPatience: number;
  readonly savedCalls: number;
  readonly bias: number;
  readonly rmse: number;
  readonly intervalHoldsPercent: number;
}

/** A month of a real bank: its record, the model of it without smart wait, and what each discipline changes. */
export interface BankMonth {
  /** `1999-03` */
  readonly month: string;
  /** From its first on. */
  readonly days: number;
  readonly recorded: World;
  readonly model: World;
  /** Root mean square of what the model misses the level of a day by. */
  readonly dailyRmsPoints: number;
  readonly effects: readonly ({ readonly discipline: string } & Readonly<Record<EffectName, Effect>>)[];
}

/** Percent, and seconds. */
export interface World {
  readonly level: number;
  readonly abandoned: number;
  readonly meanWaitS: number;
}

export type EffectName = "promiseLevelPoints" | "strictLevelPoints" | "abandonmentPoints";

/** A difference in percentage points, and between what it lies with 95 % probability. */
export type Effect = readonly [value: number, low: number, high: number];

export const LIFT_FIGURES = new URL("lift-figures.json", import.meta.url);

export function readLiftFigures(): LiftFigures {
  return JSON.parse(readFileSync(LIFT_FIGURES, "utf8")) as LiftFigures;
}
