import { poissonProbability } from "../laws/poisson-law.ts";
import { mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";

/**
 * Erlang's loss formula (1917): the probability that all `agents` are busy when nobody waits, for `load` =
 * arrivals × handle time in Erlangs. Agents may be 0. Exact to about 1e-13 relative for any size, small probabilities
 * too (1e-11 at 1e12 agents); the cost grows with the square root of the load.
 *
 * The states below are summed relative to the last one when it is the likeliest, else the states above it, so that
 * every sum has positive, falling terms.
 *
 * @throws ParameterError
 */
export function erlangB(agents: number, load: number): number {
  mustBeWhole("agents", agents, 0);
  mustNotBeNegative("load", load);
  if (load === 0) return agents === 0 ? 1 : 0;
  if (agents <= load) return 1 / fallingSum((step) => (agents - step) / load);
  const last = poissonProbability(agents, load);
  const above = last * (fallingSum((step) => load / (agents + step + 1)) - 1);
  return last / (1 - above);
}

/** 1 + r(0) + r(0) r(1) + …, where the ratios fall and are at most 1. */
function fallingSum(ratio: (step: number) => number): number {
  let sum = 1;
  let term = 1;
  for (let step = 0; term > sum * NEGLIGIBLE; step++) {
    term *= ratio(step);
    sum += term;
  }
  return sum;
}

/** Far below the precision of a number, because what follows may be a hundred thousand times the first left out. */
const NEGLIGIBLE = 1e-21;
