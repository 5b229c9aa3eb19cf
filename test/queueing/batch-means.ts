/** The mean of a stationary series and its standard error, from the means of `batches` consecutive parts. */
export function batchMeans(values: readonly number[], batches: number): { mean: number; error: number } {
  const size = Math.floor(values.length / batches);
  const means = Array.from(
    { length: batches },
    (_, i) => values.slice(i * size, (i + 1) * size).reduce((sum, value) => sum + value, 0) / size,
  );
  const mean = means.reduce((sum, value) => sum + value, 0) / batches;
  const square = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(square / (batches - 1) / batches) };
}
