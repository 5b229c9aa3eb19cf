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

/** A range whose ends are starts of blocks of `levels[level]`. */
export interface LevelRange extends Range {
  readonly level: number;
}

/** Start of the block of `levels[level]` that holds `at`. `offsetMs` is added to UTC to find the blocks' ends. */
export function blockStart(level: number, at: number, offsetMs: number): number {
  const length = levels[level]!.lengthMs;
  return Math.floor((at + offsetMs) / length) * length - offsetMs;
}

/**
 * Covers a range exactly, each moment once: whole blocks of the coarsest levels that fit, and what is left at the
 * two ends and is no whole minute (`rest`: at most two ranges, each shorter than two minutes).
 */
export function decompose(range: Range, offsetMs: number): { blocks: LevelRange[]; rest: Range[] } {
  const blocks: LevelRange[] = [];
  const rest = cut(range, 0);
  return { blocks, rest };

  /** Takes the whole blocks of `level` out of `within`, and gives what is left at its ends. */
  function cut(within: Range, level: number): Range[] {
    if (within.from >= within.to) return [];
    const length = levels[level]!.lengthMs;
    const begin = Math.ceil((within.from + offsetMs) / length) * length - offsetMs;
    const end = blockStart(level, within.to, offsetMs);
    if (begin >= end) return [within];
    const inner = { from: begin, to: end };
    const finer = level + 1 < levels.length ? cut(inner, level + 1) : [];
    if (level + 1 === levels.length) blocks.push({ ...inner, level });
    else for (const left of finer) blocks.push({ ...left, level });
    return [
      { from: within.from, to: begin },
      { from: end, to: within.to },
    ].filter((left) => left.from < left.to);
  }
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
