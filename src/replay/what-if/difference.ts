import { studentQuantile } from "../../queueing/student-t.ts";
import { dayMeasures, type Measures, measureNames } from "./measures.ts";
import { Tally } from "./tally.ts";

/** A difference with the interval in which the true one lies with probability 0.95; `null`: there is nobody to compare. */
export interface Difference {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export type Differences = Readonly<Record<keyof Measures, Difference>>;

/** The same calls in both worlds. */
export interface Unit {
  readonly without: Tally;
  readonly with: Tally;
}

const CONFIDENCE = 0.95;

/**
 * With smart wait minus without, over units that are like one another: days, or runs of a single day. The interval is that of the
 * delete-one jackknife (Tukey 1958) with Student's quantile, so that shares, means and quantiles are treated alike, and calls of one day
 * may depend on each other as they please. `runs`: how often each unit has its calls.
 */
export function differences(units: readonly Unit[], runs: number): Differences {
  const all: Unit = {
    without: Tally.of(units.map(({ without }) => without)),
    with: Tally.of(units.map((unit) => unit.with)),
  };
  const values = differenceOf(all, runs);
  const left = runs * ((units.length - 1) / units.length);
  const others = units.map((unit) => {
    const rest = {
      without: all.without.add(unit.without, -1),
      with: all.with.add(unit.with, -1),
    };
    const without = differenceOf(rest, left);
    all.without.add(unit.without);
    all.with.add(unit.with);
    return without;
  });
  const found = measureNames.map((name) => [
    name,
    intervalOf(
      values[name],
      others.map((other) => other[name]),
    ),
  ]);
  return Object.fromEntries(found) as Record<keyof Measures, Difference>;
}

function intervalOf(value: number | null, others: readonly (number | null)[]): Difference {
  const count = others.length;
  if (value === null || count < 2 || others.includes(null)) return { value, low: null, high: null };
  const mean = others.reduce<number>((sum, other) => sum + other!, 0) / count;
  const variance =
    ((count - 1) / count) * others.reduce<number>((sum, other) => sum + (other! - mean) ** 2, 0);
  const half = studentQuantile(CONFIDENCE, count - 1) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

function differenceOf(unit: Unit, runs: number): Record<keyof Measures, number | null> {
  const without = dayMeasures(unit.without, runs);
  const having = dayMeasures(unit.with, runs);
  const found = measureNames.map((name) => {
    const [one, other] = [having[name], without[name]];
    return [name, one === null || other === null ? null : one - other];
  });
  return Object.fromEntries(found) as Record<keyof Measures, number | null>;
}
