/**
 * A law of patience: how long callers are willing to wait. Anything with this one function will do; it starts at 1 or
 * below (some leave rather than wait at all), never rises and never leaves [0, 1]. A law that also gives its shape is
 * integrated exactly or sooner.
 */
export interface PatienceLaw {
  /** The probability that patience is longer than `wait` (at least 0, in the unit of time of the rates). */
  survival(wait: number): number;
  /** The law in pieces, from 0 on, ascending, when it is made of constant and exponential pieces throughout. */
  readonly pieces?: readonly PatiencePiece[];
  /** Waits above 0, ascending, at which an otherwise smooth law jumps or bends. */
  readonly breakpoints?: readonly number[];
}

/**
 * A stretch of a law of patience, until the next piece begins:
 * `survival(wait) = remaining + leaving · exp(-rate · (wait - from))`.
 */
export interface PatiencePiece {
  readonly from: number;
  readonly remaining: number;
  readonly leaving: number;
  readonly rate: number;
}

/** Exponential patience: callers give up at this rate, however long they have waited. 0 is for ever. */
export class ExponentialPatience implements PatienceLaw {
  readonly rate: number;
  readonly pieces: readonly PatiencePiece[];

  constructor(rate: number) {
    this.rate = rate;
    this.pieces = [{ from: 0, remaining: 0, leaving: 1, rate }];
  }

  survival(wait: number): number {
    return Math.exp(-this.rate * wait);
  }
}
