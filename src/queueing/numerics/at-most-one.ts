/** A probability or a share of time that rounding may have made a hair more than 1. */
export function atMostOne(sum: number): number {
  return Math.min(1, sum);
}
