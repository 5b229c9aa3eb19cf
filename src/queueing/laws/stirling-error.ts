/** ln Γ(a + 1) − ln(√(2πa) (a/e)^a): Stirling's series, after the recurrence has made `a` large. */
export function stirlingError(a: number): number {
  let shifted = 0;
  while (a < 12) {
    // From a to a + 1 Stirling's formula grows by another factor than Γ(a + 1), which grows by a + 1.
    shifted += (a + 0.5) * Math.log1p(1 / a) - 1;
    a++;
  }
  const square = 1 / (a * a);
  return (
    shifted + (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - square / 1188) * square) * square) * square) / a
  );
}
