import { mustBePositive, mustNotBeNegative, ParameterError } from "../parameter-error.ts";
import { erlangA, type QueueMeasures, type QueueParameters } from "./erlang-a.ts";

/** What is wanted of a line; all that is named must hold. */
export interface StaffingTarget {
  /** The least share of all callers that is answered within the threshold: above 0 and below 1. */
  readonly serviceLevel?: number;
  /** The largest share that gives up, above 0. */
  readonly abandonment?: number;
  /** The largest share of the agents' time that is spent with callers, above 0. */
  readonly occupancy?: number;
  /** The longest mean wait of all callers, above 0. */
  readonly meanWait?: number;
}

export interface Staffing {
  readonly agents: number;
  /** What the line is like with them. */
  readonly measures: QueueMeasures;
}

/**
 * The fewest agents (at least 1) with which the line of M/M/n+M keeps the target. More agents make every measure of a
 * target better, so the number is found by doubling and halving, and it is exact: one agent fewer does not keep it.
 *
 * @param threshold of the service level, in units of time
 * @throws ParameterError, `target-out-of-reach` when the target cannot be kept by ten million agents
 */
export function agentsNeeded(
  line: Omit<QueueParameters, "agents">,
  threshold: number,
  target: StaffingTarget,
): Staffing {
  mustNotBeNegative("arrivalRate", line.arrivalRate);
  mustBePositive("serviceRate", line.serviceRate);
  mustNotBeNegative("patienceRate", line.patienceRate);
  mustNotBeNegative("threshold", threshold);
  mustBeTarget(target);
  const load = line.arrivalRate / line.serviceRate;
  const kept = (agents: number): Staffing | null => {
    if (line.patienceRate === 0 && line.arrivalRate >= agents * line.serviceRate) return null;
    const measures = erlangA({ ...line, agents }, threshold);
    return keeps(measures, target) ? { agents, measures } : null;
  };

  let failing = 0;
  let agents = Math.max(1, Math.ceil(Math.min(load, MOST)));
  let found = kept(agents);
  while (!found) {
    if (agents >= MOST) throw outOfReach();
    failing = agents;
    agents = Math.min(MOST, agents + Math.max(1, Math.ceil(Math.sqrt(agents)), agents - Math.ceil(load)));
    found = kept(agents);
  }
  while (found.agents - failing > 1) {
    const middle = failing + Math.floor((found.agents - failing) / 2);
    const better = kept(middle);
    if (better) found = better;
    else failing = middle;
  }
  return found;
}

function keeps(measures: QueueMeasures, target: StaffingTarget): boolean {
  return (
    (target.serviceLevel === undefined || measures.serviceLevel >= target.serviceLevel) &&
    (target.abandonment === undefined || measures.probabilityOfAbandonment <= target.abandonment) &&
    (target.occupancy === undefined || measures.occupancy <= target.occupancy) &&
    (target.meanWait === undefined || measures.meanWait <= target.meanWait)
  );
}

function mustBeTarget(target: StaffingTarget): void {
  for (const name of ["serviceLevel", "abandonment", "occupancy", "meanWait"] as const) {
    const value = target[name];
    if (value !== undefined) mustBePositive(name, value);
  }
  // Somebody has to wait, now and then, whatever the agents.
  if ((target.serviceLevel ?? 0) >= 1) throw outOfReach();
}

function outOfReach(): ParameterError {
  return new ParameterError("target-out-of-reach", "target", "No number of agents keeps that target");
}

const MOST = 10_000_000;
