import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { BankFigures } from "../bench/bank.ts";
import type { MadeSummary } from "../bench/lift.ts";
import {
  type BankMonth,
  type Effect,
  LIFT_FIGURES,
  type LiftFigures,
  type MadeMonths,
  readLiftFigures,
} from "./lift-figures.ts";

/** What benches printed, as far as it is taken. */
interface BenchDocument {
  readonly quick: boolean;
  readonly benches: {
    readonly lift?: { readonly figures: { readonly made: Readonly<Record<string, MadeSummary>> } };
    readonly bank?: { readonly figures: Readonly<Record<string, BankFigures>> };
  };
}

/**
 * The figures with those that a bench document has in place of the old ones; a bench that did not run leaves its own. Throws where
 * sizes were too small to say anything.
 */
export function takenFrom(
  { quick, benches: { lift, bank } }: BenchDocument,
  before: LiftFigures,
): LiftFigures {
  if (quick) throw new Error("figures of --quick say nothing");
  return {
    made: lift ? Object.entries(lift.figures.made).map(madeMonths) : before.made,
    bank: bank ? Object.entries(bank.figures).map(bankMonth) : before.bank,
  };
}

function madeMonths([kind, found]: [string, MadeSummary]): MadeMonths {
  const { months, trueLift, bias, rmse, intervalHolds, biasOfPooledPatience, biasOfSavedCalls } = found;
  return {
    kind,
    months,
    trueLift,
    found: hundredths(trueLift + bias),
    pooledPatience: hundredths(trueLift + biasOfPooledPatience),
    savedCalls: hundredths(trueLift + biasOfSavedCalls),
    bias,
    rmse,
    intervalHoldsPercent: hundredths(100 * intervalHolds),
  };
}

function bankMonth([month, { days, recorded, model, dailyRmsPoints, effects }]: [
  string,
  BankFigures,
]): BankMonth {
  return {
    month,
    days,
    recorded,
    model,
    dailyRmsPoints,
    effects: Object.entries(effects).map(([discipline, of]) => ({
      discipline,
      promiseLevelPoints: whole(of.promiseLevelPoints),
      strictLevelPoints: whole(of.strictLevelPoints),
      abandonmentPoints: whole(of.abandonmentPoints),
    })),
  };
}

function whole([value, low, high]: readonly (number | null)[]): Effect {
  if (value == null || low == null || high == null)
    throw new Error("a month of too few days has no interval");
  return [value, low, high];
}

function hundredths(value: number): number {
  return Math.round(100 * value) / 100;
}

/** `npm run --silent bench -- lift bank | node docs/take-figures.ts`, and `node docs/generate.ts` after it. */
if (import.meta.main) {
  const printed = await text(process.stdin);
  // What npm prints comes before it.
  const found = JSON.parse(printed.slice(printed.indexOf("{"))) as BenchDocument;
  const taken = takenFrom(found, readLiftFigures());
  writeFileSync(LIFT_FIGURES, `${JSON.stringify(taken, null, 2)}\n`);
}
