/** A half hour of a local day. */
export interface LocalInterval {
  /** Epoch ms; the end is the start of the next one. */
  readonly start: number;
  readonly end: number;
  /** Which one of its day it is, from 0; a day has {@link INTERVALS_PER_DAY}. */
  readonly index: number;
  /** 0 to 6. */
  readonly weekday: number;
}

export const INTERVALS_PER_DAY = 48;
