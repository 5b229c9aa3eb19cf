/**
 * Hierarchical counts: numbers kept per minute, hour and day, so that a sum over any range costs the same however
 * many calls it holds. Hours and days are blocks of fixed length, aligned to an offset from UTC that is chosen once
 * for an operation; they need not be the hours and days of its calendar, which change with daylight saving.
 */
export const levels = [
  { name: "minute", lengthMs: 60_000 },
  { name: "hour", lengthMs: 3_600_000 },
  { name: "day", lengthMs: 86_400_000 },
] as const;

/** Epoch ms, `from` inclusive, `to` exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A range to count, or with `sign` -1 to take off again. */
interface SignedRange extends Range {
  readonly sign: 1 | -1;
}

/** Its ends are starts of blocks of `levels[level]`. */
interface LevelRange extends SignedRange {
  readonly level: number;
}

/** Start of the block of `levels[level]` that holds `at`. `offsetMs` is added to UTC to find the blocks' ends. */
export function blockStart(level: number, at: number, offsetMs: number): number {
  const length = levels[level]!.lengthMs;
  return Math.floor((at + offsetMs) / length) * length - offsetMs;
}

/**
 * Ranges that amount to `range`, each moment once: blocks of the levels, and what is left at the two ends and is no
 * whole minute (`rest`: at most two ranges, neither longer than half a minute where the range spans a minute). An end
 * is counted from the nearest block's end, so that a day is never read as more than twelve hours.
 */
export function decompose(range: Range, offsetMs: number): { blocks: LevelRange[]; rest: SignedRange[] } {
  const blocks: LevelRange[] = [];
  const rest: SignedRange[] = [];
  if (range.from < range.to) cover(range.from, range.to, levels.length - 1);
  return { blocks, rest };

  /** What lies between two moments, in blocks no longer than those of `level`; taken off where `to` comes first. */
  function cover(from: number, to: number, level: number): void {
    if (from === to) return;
    if (level < 0) {
      rest.push(signed(from, to));
      return;
    }
    const begin = nearestEnd(level, from, offsetMs);
    const end = nearestEnd(level, to, offsetMs);
    if (begin === end) {
      cover(from, to, level - 1);
      return;
    }
    blocks.push({ ...signed(begin, end), level });
    cover(from, begin, level - 1);
    cover(end, to, level - 1);
  }
}

function nearestEnd(level: number, at: number, offsetMs: number): number {
  return blockStart(level, at + levels[level]!.lengthMs / 2, offsetMs);
}

function signed(from: number, to: number): SignedRange {
  return from < to ? { from, to, sign: 1 } : { from: to, to: from, sign: -1 };
}

/**
 * The offset from UTC, in ms, that a zone keeps in winter (the smaller of those in January and July of `year`),
 * in whole minutes.
 */
export function standardOffset(timeZone: string, year: number): number {
  const offsets = [1, 7].map(
    (month) => Temporal.ZonedDateTime.from({ year, month, day: 1, timeZone }).offsetNanoseconds / 1e6,
  );
  return Math.floor(Math.min(...offsets) / 60_000) * 60_000;
}
