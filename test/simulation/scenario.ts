import type { SimulatedOptions } from "../../src/exchange/simulated/options.ts";
import type { SimulatedAgent } from "../../src/exchange/simulated/simulated-agent.ts";
import type { Traffic } from "../../src/exchange/simulated/traffic/traffic.ts";
import type { Settings } from "../../src/line/settings.ts";
import type { Foresee } from "../../src/operation/outlooks.ts";
import { chance, uniform } from "../../src/queueing/laws/distributions.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";
import { type Frame, frameOf, HOUR_MS, MINUTE_MS, whole } from "./frame.ts";
import { type FaultPlan, faultsOf, noFaults } from "./scenario-faults.ts";
import { foreseenBadly } from "./scenario-outlook.ts";
import { type Interference, interferencesOf } from "./scenario-people.ts";
import {
  settingsOf,
  withAuto,
  withFlexible,
  withHoldOut,
  withJudgements,
  withOffersAgain,
} from "./scenario-settings.ts";
import { knownNumbers, trafficOf } from "./scenario-traffic.ts";

/** One contact centre: its phones, its people, and what its administrators and supervisors do. */
export interface CentrePlan {
  readonly name: string;
  readonly settings: Settings;
  readonly traffic: Traffic;
  readonly agents: readonly SimulatedAgent[];
  readonly options: Partial<SimulatedOptions>;
  /** How half hours are foreseen. */
  readonly foresee: Foresee;
  /** In order of time. */
  readonly interferences: readonly Interference[];
}

/** One or two small operations in one busy half hour, and what goes wrong: all drawn from the seed. */
export interface Scenario {
  readonly seed: number;
  readonly source: RandomSource;
  /** Epoch ms: callers arrive from `from` until `to`; faults end at `calmFrom`. */
  readonly from: number;
  readonly to: number;
  readonly calmFrom: number;
  readonly centres: readonly CentrePlan[];
  readonly checkpointEvery: number;
  readonly faults: FaultPlan;
}

/** How long a phone rings on at most that is to stop. */
const MOST_RINGING_ON_MS = 15_000;

export function scenarioOf(seed: number): Scenario {
  const source = new RandomSource(`simulation ${seed}`);
  const random = source.stream("scenario");
  const first = frameOf(random, 1);
  const centres = [centreOf(source, "north", first, null)];
  if (chance(random, 0.25)) {
    const { from, fromMinute, minutes, to } = first;
    const second = { ...frameOf(source.stream("second"), 0.5), from, fromMinute, minutes, to };
    centres.push(centreOf(source, "south", second, knownNumbers(source, "north", first)));
  }
  return {
    seed,
    source,
    from: first.from,
    to: first.to,
    calmFrom: first.to + 15 * MINUTE_MS,
    centres,
    checkpointEvery: whole(random, 5, 300),
    faults: seed % 4 === 0 ? noFaults : faultsOf(random),
  };
}

function centreOf(
  source: RandomSource,
  name: string,
  frame: Frame,
  numbers: readonly string[] | null,
): CentrePlan {
  const random = source.stream("centre", name);
  const own = numbers ?? knownNumbers(source, name, frame);
  const settings = withOffersAgain(
    withFlexible(settingsOf(source.stream("settings", name), frame, own), source.stream("flexible", name)),
    source.stream("offers again", name),
  );
  return {
    name,
    settings: withJudgements(
      withAuto(withHoldOut(settings, source.stream("hold-out", name)), source.stream("auto", name)),
      source.stream("judgement", name),
    ),
    foresee: foreseenBadly(source.stream("outlook", name)),
    traffic: trafficOf(source, name, frame, numbers),
    agents: agentsOf(random, frame),
    options: {
      maxLength: chance(random, 0.2) ? whole(random, 1, 8) : null,
      joinEmpty: chance(random, 0.2),
      leaveEmpty: chance(random, 0.2),
      maxWaitMs: chance(random, 0.1) ? whole(random, 60_000, 240_000) : null,
      missProbability: uniform(random, 0, 0.15),
      reserves: chance(source.stream("reserves", name), 0.75),
      stopsRingingMs: stopsRingingMsOf(source.stream("stops ringing", name)),
    },
    interferences: interferencesOf(source.stream("interferences", name), frame),
  };
}

/** In half of the stories phones ring on for a while. */
function stopsRingingMsOf(random: Random): number {
  return chance(random, 0.5) ? whole(random, 100, MOST_RINGING_ON_MS) : 0;
}

function agentsOf(random: Random, { from, to, agentCount, skillCount, wrapUpMs }: Frame): SimulatedAgent[] {
  const whoLeave = chance(random, 0.25) ? 1 : chance(random, 0.3) ? 0.5 : 0;
  const pausing = chance(random, 0.3);
  return Array.from({ length: agentCount }, (_, index) => {
    const first = (index % skillCount) + 1;
    const others = Array.from({ length: skillCount }, (_, other) => other + 1).filter(
      (skill) => skill !== first && chance(random, 0.4),
    );
    const leavesAt = from + whole(random, 3, 20) * MINUTE_MS;
    const backAt = leavesAt + whole(random, 1, 5) * MINUTE_MS;
    const end = to + 400 * HOUR_MS;
    const shifts = chance(random, whoLeave)
      ? [
          { from, to: leavesAt },
          { from: backAt, to: end },
        ]
      : [{ from, to: end }];
    return {
      id: `agent-${index + 1}`,
      skills: [first, ...others],
      wrapUpMs,
      shifts,
      ...(pausing ? { pauses: { share: 0.15, meanMs: 40_000 } } : {}),
    };
  });
}

/** Whether nothing at all goes wrong in the story. */
export function isFaultless({ faults }: Scenario): boolean {
  return JSON.stringify(faults) === JSON.stringify(noFaults);
}
