import {
  type Learning,
  type LinearModel,
  modelValue,
  newModel,
  observeValue,
} from "./recursive-least-squares.ts";

/** A probability whose logit is linear in some features, learned one outcome after the other by Newton's steps, the past fading. */
export type LogisticModel = LinearModel;

/** A model that says one half of everything. */
export function newLogistic(size: number): LogisticModel {
  return newModel(size, LEARNING);
}

/** The logit that the model gives. */
export function logitOf(model: LogisticModel, features: readonly number[]): number {
  return modelValue(model, features);
}

/** Learns whether it happened. */
export function learnOutcome(model: LogisticModel, features: readonly number[], happened: boolean): void {
  const logit = logitOf(model, features);
  const probability = probabilityOf(logit);
  const variance = Math.max(LEAST_VARIANCE, probability * (1 - probability));
  observeValue(model, features, logit + ((happened ? 1 : 0) - probability) / variance, variance, LEARNING);
}

export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

const LEARNING: Learning = { prior: 1, kept: 0.9995, largestError: 100 };
/** One outcome that was all but impossible does not overturn the rest. */
const LEAST_VARIANCE = 0.01;
