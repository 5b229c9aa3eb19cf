import { mustNotBeNegative } from "./parameter-error.ts";

/** Whether a skill's target is at risk, and since when it has been so or not. A plain JSON object. */
export interface RiskGate {
  readonly on: boolean;
  readonly since: number;
}

/** By what a gate opens and closes. */
export interface GateThresholds {
  readonly onAbove: number;
  /** Below `onAbove`, so that it does not flutter. */
  readonly offBelow: number;
  /** For so long it stays on at least. */
  readonly leastOn: number;
}

/** On above 0.5, off below 0.35, and on for two mean handle times: what was begun needs that long to show. */
export function usualThresholds(meanHandleTime: number): GateThresholds {
  mustNotBeNegative("meanHandleTime", meanHandleTime);
  return { onAbove: 0.5, offBelow: 0.35, leastOn: 2 * meanHandleTime };
}

/** The gate after this risk was seen. */
export function gateAfter(
  gate: RiskGate,
  risk: number,
  at: number,
  { onAbove, offBelow, leastOn }: GateThresholds,
): RiskGate {
  mustNotBeNegative("risk", risk);
  if (gate.on) return risk < offBelow && at - gate.since >= leastOn ? { on: false, since: at } : gate;
  return risk > onAbove ? { on: true, since: at } : gate;
}
