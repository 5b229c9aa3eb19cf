import { mustBePositive, mustBeWhole, mustNotBeAbove, mustNotBeNegative } from "../parameter-error.ts";

/**
 * How many calls arrive, by kind of day (weekday, or holiday) and interval of the day, learned day by day, and how
 * today differs from the pattern. Each kind of day has its own means; today's factor is a gamma law around 1 whose
 * spread is learned too (Whitt 1999, Avramidis, Deslauriers and L'Ecuyer 2004: a busyness of the day). A plain JSON
 * object; `beginDay`, `observeArrival` and `endDay` change it, in place.
 */
export interface ArrivalPattern {
  /** Days of one kind over which the past fades. */
  readonly memory: number;
  readonly kinds: readonly KindOfDay[];
  /** All kinds of day together: what a kind that was never seen begins with. */
  readonly all: KindOfDay;
  /** How much days differ: sums over days of (arrived - expected)² - expected, and of expected². */
  readonly spread: { excess: number; squares: number };
  /** The day that is being counted: its kind, and what arrived in each interval; `null` before it was watched. */
  today: { readonly kind: number; readonly arrived: (number | null)[] } | null;
}

/** Expected arrivals by interval, and the days they stand on. */
export interface KindOfDay {
  days: number;
  readonly expected: number[];
}

/** What is believed before a day was seen. */
export interface PriorArrivals {
  /** Kinds of day; 7 for weekdays, more if holidays are a kind of their own. */
  readonly kinds: number;
  /** Expected arrivals by interval of a day of any kind, worth as many days as `days`. */
  readonly expected: readonly number[];
  readonly days: number;
  /** Coefficient of variation of the days' factors: 0.15 is common. */
  readonly variation: number;
  /** Days of one kind over which the past fades; at least 1. */
  readonly memory: number;
}

/** A pattern that knows only its prior. History is learned by `beginDay` … `endDay` as if it happened. */
export function newArrivalPattern(prior: PriorArrivals): ArrivalPattern {
  mustBeWhole("kinds", prior.kinds, 1);
  for (const expected of prior.expected) mustNotBeNegative("expected", expected);
  mustBePositive("days", prior.days);
  mustNotBeNegative("variation", prior.variation);
  mustBeWhole("memory", prior.memory, 1);
  const squares = PRIOR_DAYS_OF_SPREAD * prior.expected.reduce((sum, calls) => sum + calls, 0) ** 2;
  return {
    memory: prior.memory,
    kinds: Array.from({ length: prior.kinds }, () => ({ days: 0, expected: [] })),
    all: { days: prior.days, expected: [...prior.expected] },
    spread: { excess: prior.variation ** 2 * squares, squares },
    today: null,
  };
}

/** A day of that kind begins, watched from interval `from` on; one that was still open is ended first. A kind that there is not is a `ParameterError`. */
export function beginDay(pattern: ArrivalPattern, kind: number, from = 0): void {
  mustBeWhole("kind", kind, 0);
  mustNotBeAbove("kind", kind, pattern.kinds.length - 1);
  mustNotBeNegative("from", from);
  endDay(pattern);
  pattern.today = { kind, arrived: pattern.all.expected.map((_, interval) => (interval < from ? null : 0)) };
}

/** A call arrived today in that interval. It changes nothing where the day was not begun, or the number of calls is not a finite number. */
export function observeArrival(pattern: ArrivalPattern, interval: number, calls = 1): void {
  const arrived = pattern.today?.arrived;
  const before = arrived?.[interval];
  if (arrived && before !== undefined && calls >= 0 && Number.isFinite(calls))
    arrived[interval] = (before ?? 0) + calls;
}

/** Today is over and becomes part of the pattern. */
export function endDay(pattern: ArrivalPattern): void {
  const { today, spread } = pattern;
  if (!today) return;
  pattern.today = null;
  const kind = pattern.kinds[today.kind]!;
  const arrived = today.arrived.map((calls, interval) =>
    calls === null ? null : within(pattern, today.kind, interval, calls),
  );
  const { seen, expected } = soFar(pattern, today.kind, arrived, arrived.length);
  if (kind.days >= DAYS_BEFORE_SPREAD) {
    const kept = 1 - 1 / (pattern.memory * pattern.kinds.length);
    const excess = (seen - expected) ** 2 - expected;
    spread.excess = spread.excess * kept + Math.min(expected ** 2, excess);
    spread.squares = spread.squares * kept + expected ** 2;
  }
  if (kind.days === 0) {
    kind.days = WORTH_OF_OTHER_KINDS;
    kind.expected.push(...pattern.all.expected);
  }
  learn(kind, arrived, pattern.memory);
  learn(pattern.all, arrived, pattern.memory * pattern.kinds.length);
}

/** Expected arrivals in an interval of a day of that kind, whatever today is like. */
export function expectedArrivals(pattern: ArrivalPattern, kind: number, interval: number): number {
  const own = pattern.kinds[kind]!;
  return (own.days > 0 ? own : pattern.all).expected[interval]!;
}

/**
 * How much the days differ beyond chance: the squared coefficient of variation of their factors, by moments, so that a
 * quiet day counts less than a busy one.
 */
export function dayVariation({ spread: { excess, squares } }: ArrivalPattern): number {
  return squares > 0 ? Math.min(1, Math.max(LEAST_VARIATION, excess / squares)) : LEAST_VARIATION;
}

/**
 * Today's factor: the gamma law with that shape and rate, as it is known when intervals before `interval` are over and a
 * `share` of that one is too. Its mean, shape / rate, times `expectedArrivals` is the forecast for an interval to come.
 */
export function dayFactor(
  pattern: ArrivalPattern,
  interval: number,
  share = 0,
): { readonly shape: number; readonly rate: number } {
  const prior = 1 / dayVariation(pattern);
  const { today } = pattern;
  if (!today) return { shape: prior, rate: prior };
  const counted = today.arrived.map((calls, i) =>
    calls === null ? null : within(pattern, today.kind, i, calls),
  );
  const { seen, expected } = soFar(pattern, today.kind, counted, interval, share);
  return { shape: prior + seen, rate: prior + expected };
}

/** What arrived in the intervals that were watched, up to a point of the day, and what was expected in them. */
function soFar(
  pattern: ArrivalPattern,
  kind: number,
  arrived: readonly (number | null)[],
  interval: number,
  share = 0,
): { seen: number; expected: number } {
  let seen = 0;
  let expected = 0;
  arrived.slice(0, interval + (share > 0 ? 1 : 0)).forEach((calls, i) => {
    if (calls === null) return;
    seen += calls;
    expected += expectedArrivals(pattern, kind, i) * (i === interval ? share : 1);
  });
  return { seen, expected };
}

/**
 * Bounds what one interval may say: five standard deviations above what was expected, and five calls. What is expected
 * is itself in doubt while few days of the kind were seen, so that a pattern that was believed wrongly is left quickly.
 */
function within(pattern: ArrivalPattern, kind: number, interval: number, calls: number): number {
  const expected = expectedArrivals(pattern, kind, interval);
  const doubt = 1 / Math.max(1, pattern.kinds[kind]!.days) ** 2;
  const variance = expected + (dayVariation(pattern) + doubt) * expected ** 2;
  return Math.min(calls, expected + 5 * Math.sqrt(variance) + 5);
}

function learn(kind: KindOfDay, arrived: readonly (number | null)[], memory: number): void {
  kind.days = kind.days * (1 - 1 / memory) + 1;
  arrived.forEach((calls, interval) => {
    if (calls !== null) kind.expected[interval]! += (calls - kind.expected[interval]!) / kind.days;
  });
}

/** A kind of day that is seen for the first time keeps a little of what the other kinds are like. */
const WORTH_OF_OTHER_KINDS = 0.5;
/** The prior spread is worth as many days. */
const PRIOR_DAYS_OF_SPREAD = 10;
/** A kind of day that was seen fewer times says nothing about how much days differ. */
const DAYS_BEFORE_SPREAD = 2;
/** Days are never believed to be more alike than within 1 %. */
const LEAST_VARIATION = 1e-4;
