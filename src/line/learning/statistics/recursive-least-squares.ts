/**
 * A linear model that is learned one observation after the other, the past fading: recursive least squares. A plain JSON object of
 * constant size; {@link observeValue} alone changes it, in place.
 */
export interface LinearModel {
  readonly weights: number[];
  /** The covariance of the weights: its rows up to the diagonal, one after the other. */
  readonly covariance: number[];
  /** Observations so far. */
  count: number;
}

/** How a model is learned. */
export interface Learning {
  /** The variance that each weight is believed to have before anything is seen, in units of that of an observation. */
  readonly prior: number;
  /** What of the past is kept at each observation; just below 1. */
  readonly kept: number;
  /** An error that is larger counts as one of this size. */
  readonly largestError: number;
}

/** A model of so many weights that says 0 for everything. */
export function newModel(size: number, { prior }: Learning): LinearModel {
  const covariance = Array.from({ length: rowStart(size) }, () => 0);
  for (let i = 0; i < size; i++) covariance[rowStart(i) + i] = prior;
  return { weights: Array.from({ length: size }, () => 0), covariance, count: 0 };
}

/** What the model says of some features. */
export function modelValue({ weights }: LinearModel, features: readonly number[]): number {
  let value = 0;
  for (let i = 0; i < weights.length; i++) value += weights[i]! * features[i]!;
  return value;
}

/** Learns that the value was `value`; `weight` is how much this observation counts. What is no finite number changes nothing. */
export function observeValue(
  model: LinearModel,
  features: readonly number[],
  value: number,
  weight: number,
  { prior, kept, largestError }: Learning,
): void {
  const { weights, covariance } = model;
  const size = weights.length;
  const gain = gainOf(covariance, features);
  let doubt = 0;
  for (let i = 0; i < size; i++) doubt += gain[i]! * features[i]!;
  const error = value - modelValue(model, features);
  const scale = 1 / (kept / weight + doubt);
  if (!Number.isFinite(error * scale)) return;
  const step = Math.max(-largestError, Math.min(largestError, error)) * scale;
  let trace = 0;
  let at = 0;
  for (let i = 0; i < size; i++) {
    weights[i]! += gain[i]! * step;
    for (let j = 0; j <= i; j++, at++)
      covariance[at] = (covariance[at]! - gain[i]! * gain[j]! * scale) / kept;
    trace += covariance[at - 1]!;
  }
  model.count++;
  // What is never seen would become ever less certain, until one observation of it overturned everything.
  const most = prior * size;
  if (trace > most) for (let i = 0; i < covariance.length; i++) covariance[i]! *= most / trace;
}

/** The covariance times the features. */
function gainOf(covariance: readonly number[], features: readonly number[]): number[] {
  const gain = features.map(() => 0);
  let at = 0;
  for (let i = 0; i < features.length; i++) {
    for (let j = 0; j < i; j++, at++) {
      gain[i]! += covariance[at]! * features[j]!;
      gain[j]! += covariance[at]! * features[i]!;
    }
    gain[i]! += covariance[at++]! * features[i]!;
  }
  return gain;
}

/** Where the row begins, and how many entries stand before it. */
function rowStart(row: number): number {
  return (row * (row + 1)) / 2;
}
