import { mustNotBeNegative } from "./parameter-error.ts";

/** Whether a skill's target is at risk, and since when it has been so or not. A plain JSON object. */
export interface RiskGate {
  readonly on: boolean;
  readonly since: number;
}

const ON_ABOVE = 0.5;
const OFF_BELOW = 0.35;
/** Mean handle times for which it stays on at least: what was begun needs that long to show. */
const LEAST_HANDLE_TIMES = 2;

/** The gate after this risk was seen: on above 0.5, off below 0.35, so that it does not flutter, and on for two mean handle times. */
export function gateAfter(gate: RiskGate, risk: number, at: number, meanHandleTime: number): RiskGate {
  mustNotBeNegative("risk", risk);
  mustNotBeNegative("meanHandleTime", meanHandleTime);
  if (gate.on) {
    const mayEnd = at - gate.since >= LEAST_HANDLE_TIMES * meanHandleTime;
    return risk < OFF_BELOW && mayEnd ? { on: false, since: at } : gate;
  }
  return risk > ON_ABOVE ? { on: true, since: at } : gate;
}
