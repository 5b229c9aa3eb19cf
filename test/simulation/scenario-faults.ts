import { chance, pick, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";

/** What goes wrong in a story besides its callers. */
export interface FaultPlan {
  /** How often Espera's process dies, at a place in its work or at a time drawn for each. */
  readonly crashes: number;
  /** How often the disk refuses to be written for a while. */
  readonly refusals: number;
  /** Whether writing takes time. */
  readonly slowDisk: boolean;
  /** Whether the journal is a file, and its process dies by a loss of power: what was not on the disk is gone. */
  readonly powerCuts: boolean;
  /** Probabilities per report. */
  readonly lose: number;
  readonly repeat: number;
  readonly delay: number;
  /** Comes late, and those after it do not wait for it. */
  readonly overtaken: number;
  readonly drop: number;
  /** How often a phone system goes down with all its calls. */
  readonly exchangeRestarts: number;
  readonly clock: readonly ClockFault[];
}

/** Something done to the clock of the machine that Espera runs on. */
export interface ClockFault {
  /** By how much it is set ahead (or back: negative), ms. */
  readonly byMs: number;
  /** For how long, ms, until it is right again; `null`: for good. */
  readonly forMs: number | null;
  /** Over how long it comes there, as a time service brings it, ms; 0: in one step. */
  readonly slewedMs: number;
}

/** How late a report comes at most. */
export const MOST_REPORT_DELAY_MS = 15_000;

export const noFaults: FaultPlan = {
  crashes: 0,
  refusals: 0,
  slowDisk: false,
  powerCuts: false,
  lose: 0,
  repeat: 0,
  delay: 0,
  overtaken: 0,
  drop: 0,
  exchangeRestarts: 0,
  clock: [],
};

export function faultsOf(random: Random): FaultPlan {
  const sometimes = (probability: number, from: number, to: number) =>
    chance(random, probability) ? uniform(random, from, to) : 0;
  return {
    crashes: Math.round(sometimes(0.8, 1, 5)),
    refusals: Math.round(sometimes(0.2, 1, 2)),
    slowDisk: chance(random, 0.3),
    powerCuts: chance(random, 0.06),
    lose: sometimes(0.3, 0.005, 0.08),
    repeat: sometimes(0.3, 0.01, 0.1),
    delay: sometimes(0.3, 0.01, 0.05),
    overtaken: sometimes(0.2, 0.005, 0.04),
    drop: sometimes(0.3, 0.001, 0.01),
    exchangeRestarts: Math.round(sometimes(0.2, 1, 2)),
    clock: Array.from({ length: Math.round(sometimes(0.2, 1, 2)) }, () => clockFaultOf(random)),
  };
}

function clockFaultOf(random: Random): ClockFault {
  const kind = pick(random, { glitch: 3, step: 3, slew: 1 });
  const sign = chance(random, 0.7) ? 1 : -1;
  switch (kind) {
    case "glitch": {
      const byMs = Math.round(sign * 10 ** uniform(random, 4, 8));
      return { byMs, forMs: Math.round(uniform(random, 1_000, 540_000)), slewedMs: 0 };
    }
    case "step":
      return { byMs: Math.round(uniform(random, -180_000, 240_000)), forMs: null, slewedMs: 0 };
    case "slew": {
      const byMs = Math.round(sign * uniform(random, 100, 20_000));
      return { byMs, forMs: null, slewedMs: Math.abs(byMs) * 20 };
    }
  }
}
