import type { QueueParameters } from "../erlang/erlang-a.ts";
import { departureRate, type QueueState } from "../waits/queue-state.ts";
import type { Advanced, Rewards } from "./uniformisation.ts";

/**
 * Moves the law of the number in system on by any time at once: the Laplace transform of the law, (s - Q)⁻¹ times the
 * law now, is one tridiagonal system for each s, and is inverted along Talbot's contour with the constants of Weideman
 * (2006), whose error falls as 3.9 to the power of the nodes, for every chain whose generator Q is symmetric in the
 * right scale. That scale is the steady state's, so what can be lost is the rounding times the distance between the
 * law now and the steady state, {@link distanceFromSteady}: near it the absolute error is below 1e-12, far from it this
 * must not be used.
 */
export function talbotStep(
  begin: QueueState,
  parameters: QueueParameters,
  duration: number,
  rewards: Rewards | null,
  { from, steady }: Neighbourhood,
): Advanced {
  const { arrivalRate } = parameters;
  const size = steady.length;
  const to = from + size - 1;
  const down = Float64Array.from({ length: size + 1 }, (_, index) =>
    // Nobody passes the ends.
    index === 0 || index === size ? 0 : departureRate(parameters, from + index),
  );
  const worth = rewards?.(from, to);
  // Only what differs from the steady state moves, so that nothing leaks away however long it takes.
  const law = steady.map((probability) => -probability);
  for (const [index, probability] of begin.probabilities.entries())
    law[begin.from - from + index]! += probability;
  const after = new Float64Array(size);
  // Of the elimination: 1 / pivot and right side, each with its real and imaginary part.
  const inverse = new Float64Array(2 * size);
  const right = new Float64Array(2 * size);
  let reward = 0;
  for (const { re, im, weightRe, weightIm } of contour) {
    const [sRe, sIm] = [re / duration, im / duration];
    let [gRe, gIm, yRe, yIm] = [0, 0, 0, 0];
    for (let index = 0; index < size; index++) {
      const up = index === size - 1 ? 0 : arrivalRate;
      const back = index === 0 ? 0 : arrivalRate;
      const carryRe = back * (gRe * yRe - gIm * yIm);
      const carryIm = back * (gRe * yIm + gIm * yRe);
      const pivotRe = sRe + up + down[index]! - back * down[index]! * gRe;
      const pivotIm = sIm - back * down[index]! * gIm;
      const norm = 1 / (pivotRe * pivotRe + pivotIm * pivotIm);
      gRe = pivotRe * norm;
      gIm = -pivotIm * norm;
      yRe = law[index]! + carryRe;
      yIm = carryIm;
      inverse[2 * index] = gRe;
      inverse[2 * index + 1] = gIm;
      right[2 * index] = yRe;
      right[2 * index + 1] = yIm;
    }
    let [xRe, xIm, sumRe, sumIm] = [0, 0, 0, 0];
    for (let index = size - 1; index >= 0; index--) {
      const fromAbove = down[index + 1]!;
      const rRe = right[2 * index]! + fromAbove * xRe;
      const rIm = right[2 * index + 1]! + fromAbove * xIm;
      const iRe = inverse[2 * index]!;
      const iIm = inverse[2 * index + 1]!;
      xRe = rRe * iRe - rIm * iIm;
      xIm = rRe * iIm + rIm * iRe;
      after[index]! += weightRe * xIm + weightIm * xRe;
      if (worth) {
        sumRe += worth[index]! * xRe;
        sumIm += worth[index]! * xIm;
      }
    }
    // The integral over the time is the transform divided by s.
    const norm = 1 / (sRe * sRe + sIm * sIm);
    const integralRe = (sumRe * sRe + sumIm * sIm) * norm;
    const integralIm = (sumIm * sRe - sumRe * sIm) * norm;
    reward += weightRe * integralIm + weightIm * integralRe;
  }
  reward /= duration;
  for (let index = 0; index < size; index++) {
    after[index] = Math.max(0, steady[index]! + after[index]! / duration);
    if (worth) reward += duration * steady[index]! * worth[index]!;
  }
  return { state: { from, probabilities: after }, reward };
}

/** The numbers in system that matter from now on, and how far the law is from the steady state. */
interface Neighbourhood {
  readonly from: number;
  /** The steady state among these numbers. */
  readonly steady: Float64Array;
  /** Σ law² / steady state: 1 in the steady state itself. */
  readonly distance: number;
}

/**
 * The law's distance from the steady state, and the numbers that either of them speaks of; as far up as callers may
 * come within the duration. `null` when it is plain that the two are far from each other, or when the numbers are
 * more than `most`. Needs the chain's reversible law only, which a line that grows without end has too.
 */
export function neighbourhood(
  { from, probabilities }: QueueState,
  parameters: QueueParameters,
  duration: number,
  most: number,
): Neighbourhood | null {
  const { agents, arrivalRate, serviceRate, patienceRate } = parameters;
  const births = arrivalRate * duration;
  const highest = from + probabilities.length - 1;
  const reach = highest + births + 10 * Math.sqrt(births) + 40;
  const beyond = (arrivalRate - agents * serviceRate) / patienceRate;
  const likeliest = beyond >= 0 ? agents + Math.floor(beyond) : Math.floor(arrivalRate / serviceRate);
  const middle = Math.min(likeliest, Math.floor(reach));
  const above: number[] = [1];
  for (let count = middle + 1, weight = 1; count <= reach; count++) {
    weight *= arrivalRate / departureRate(parameters, count);
    if (weight < STRANGE && count < from) return null;
    if (weight < OUTSIDE && count > highest) break;
    above.push(weight);
    if (above.length > most) return null;
  }
  const below: number[] = [];
  for (let count = middle, weight = 1; count > 0; count--) {
    weight *= departureRate(parameters, count) / arrivalRate;
    if (weight < STRANGE && count > highest) return null;
    if (weight < OUTSIDE && count <= from) break;
    below.push(weight);
    if (below.length > most) return null;
  }
  const low = middle - below.length;
  const steady = Float64Array.from([...below.reverse(), ...above]);
  const total = steady.reduce((sum, weight) => sum + weight, 0);
  for (let index = 0; index < steady.length; index++) steady[index]! /= total;
  let distance = 0;
  for (const [index, probability] of probabilities.entries())
    distance += probability ** 2 / steady[from + index - low]!;
  return { from: low, steady, distance };
}

/** Half of the contour, because the other half is its mirror image: z, and exp(z) z′ times the weight of the node. */
const contour = Array.from({ length: 14 }, (_, node) => {
  const nodes = 28;
  const angle = ((2 * node + 1) * Math.PI) / nodes;
  const inner = 0.6407 * angle;
  const re = nodes * ((0.5017 * angle) / Math.tan(inner) - 0.6122);
  const im = nodes * 0.2645 * angle;
  const slopeRe = nodes * (0.5017 / Math.tan(inner) - (0.5017 * inner) / Math.sin(inner) ** 2);
  const slopeIm = nodes * 0.2645;
  const size = (2 / nodes) * Math.exp(re);
  const [cos, sin] = [size * Math.cos(im), size * Math.sin(im)];
  return { re, im, weightRe: cos * slopeRe - sin * slopeIm, weightIm: cos * slopeIm + sin * slopeRe };
});

const OUTSIDE = 1e-30;
const STRANGE = 1e-10;
