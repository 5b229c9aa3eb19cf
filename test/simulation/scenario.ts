import type { SimulatedAgent } from "../../src/exchange/simulated/agents.ts";
import {
  type CallerMix,
  configuredTraffic,
  type SkillTraffic,
} from "../../src/exchange/simulated/configured-traffic.ts";
import type { SimulatedOptions } from "../../src/exchange/simulated/options.ts";
import type { Traffic } from "../../src/exchange/simulated/traffic.ts";
import type { DayHours, Settings } from "../../src/line/settings.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { chance, uniform } from "../../src/queueing/distributions.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";

/** What goes wrong in a story besides its callers. */
export interface FaultPlan {
  /** How often Espera's process dies, at a place in its work or at a time drawn for each. */
  readonly crashes: number;
  /** How often the disk refuses to be written for a while. */
  readonly refusals: number;
  /** Whether writing takes time. */
  readonly slowDisk: boolean;
  /** Probabilities per report. */
  readonly lose: number;
  readonly repeat: number;
  readonly delay: number;
  readonly drop: number;
  /** By how much the clock is set forward (or back: negative), ms. */
  readonly clockJumps: readonly number[];
}

/** A small operation on one busy morning, and its faults: all drawn from the seed. */
export interface Scenario {
  readonly seed: number;
  readonly source: RandomSource;
  /** Epoch ms: callers arrive from `from` until `to`; faults end at `calmFrom`. */
  readonly from: number;
  readonly to: number;
  readonly calmFrom: number;
  readonly settings: Settings;
  readonly traffic: Traffic;
  readonly agents: readonly SimulatedAgent[];
  readonly options: Partial<SimulatedOptions>;
  readonly checkpointEvery: number;
  readonly faults: FaultPlan;
}

export const timeZone = "America/Bogota";
/** A Monday, 10:30 in Bogotá. */
const FROM = Date.parse("2026-11-16T15:30:00Z");
const FROM_MINUTE = 10 * 60 + 30;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function scenarioOf(seed: number): Scenario {
  const source = new RandomSource(`simulation ${seed}`);
  const random = source.stream("scenario");
  const minutes = whole(random, 20, 30);
  const to = FROM + minutes * MINUTE_MS;
  const skillCount = whole(random, 1, 3);
  const agentCount = whole(random, Math.max(2, skillCount), 5);
  const meanHandleMs = uniform(random, 40_000, 90_000);
  const wrapUpMs = whole(random, 0, 1) * whole(random, 1_000, 20_000);
  const load = uniform(random, 1.2, 2.4);
  const callsPerMs = Math.min(
    (load * agentCount) / (meanHandleMs + wrapUpMs),
    MOST_CALLS / (minutes * MINUTE_MS),
  );
  const skills = Array.from(
    { length: skillCount },
    (_, index): SkillTraffic => ({
      skill: index + 1,
      // The hours below hold a quarter of the day's calls in each half hour of the plateau.
      callsPerDay: (callsPerMs / skillCount) * 2 * HOUR_MS,
      meanHandleMs,
      meanPatienceMs: uniform(random, 60_000, 400_000),
      hourly: Array.from({ length: 24 }, (_, hour) => (hour === 10 || hour === 11 ? 1 : 0)),
    }),
  );
  return {
    seed,
    source,
    from: FROM,
    to,
    calmFrom: to + 15 * MINUTE_MS,
    settings: settingsOf(random, skillCount, minutes),
    traffic: configuredTraffic({
      seed: `traffic ${seed}`,
      timeZone,
      skills,
      from: FROM,
      to,
      callers: callersOf(random),
    }),
    agents: agentsOf(random, agentCount, skillCount, wrapUpMs, to),
    options: {
      maxLength: chance(random, 0.2) ? whole(random, 1, 8) : null,
      joinEmpty: chance(random, 0.2),
      missProbability: uniform(random, 0, 0.15),
    },
    checkpointEvery: whole(random, 5, 300),
    faults: seed % 4 === 0 ? noFaults : faultsOf(random),
  };
}

/** How late a report comes at most. */
export const MOST_REPORT_DELAY_MS = 15_000;
/** Larger stories find nothing that several small ones do not. */
const MOST_CALLS = 120;

function settingsOf(random: Random, skillCount: number, minutes: number): Settings {
  const usual = defaultSettings(timeZone);
  return {
    ...usual,
    skills: Array.from({ length: skillCount }, (_, index) => ({
      ...defaultSkill,
      id: index + 1,
      name: `skill ${index + 1}`,
      smartWait: "on",
      offerAfterMs: whole(random, 0, 20_000),
    })),
    attempts: {
      ...usual.attempts,
      max: whole(random, 1, 3),
      ringForMs: whole(random, 15_000, 25_000),
      gapMs: {
        busy: whole(random, 20_000, 150_000),
        "no-answer": whole(random, 30_000, 300_000),
        machine: whole(random, 60_000, 600_000),
        failed: whole(random, 20_000, 60_000),
      },
      keepPlaceWithinMs: whole(random, 0, 150_000),
    },
    callingHours: Array<DayHours>(7).fill(hoursOf(random, minutes)),
    callbackExpiresAfterMs: whole(random, 20, 60) * MINUTE_MS,
  };
}

/** Mostly all day; sometimes they end, or begin, while callers phone. */
function hoursOf(random: Random, minutes: number): DayHours {
  const change = FROM_MINUTE + whole(random, 5, minutes);
  const drawn = random.uniform();
  if (drawn < 0.15) return { fromMinute: 0, toMinute: change };
  if (drawn < 0.25) return { fromMinute: change, toMinute: 1440 };
  return { fromMinute: 0, toMinute: 1440 };
}

function callersOf(random: Random): Partial<CallerMix> {
  return {
    customers: whole(random, 15, 120),
    withheldShare: 0.05,
    foreignShare: 0.04,
    invalidShare: 0.04,
    acceptedShare: uniform(random, 0.6, 0.95),
    hangUpShare: 0.04,
    reachedShare: uniform(random, 0.3, 0.9),
    reachedLaterShare: uniform(random, 0.2, 0.8),
    redialShare: 0.4,
    redialAfterMs: 90_000,
    impatientShare: 0.25,
    impatientAfterMs: 90_000,
  };
}

function agentsOf(
  random: Random,
  agentCount: number,
  skillCount: number,
  wrapUpMs: number,
  to: number,
): SimulatedAgent[] {
  const whoLeave = chance(random, 0.25) ? 1 : chance(random, 0.3) ? 0.5 : 0;
  return Array.from({ length: agentCount }, (_, index) => {
    const first = (index % skillCount) + 1;
    const others = Array.from({ length: skillCount }, (_, other) => other + 1).filter(
      (skill) => skill !== first && chance(random, 0.4),
    );
    const leavesAt = FROM + whole(random, 3, 20) * MINUTE_MS;
    const backAt = leavesAt + whole(random, 1, 5) * MINUTE_MS;
    const end = to + 48 * HOUR_MS;
    const shifts = chance(random, whoLeave)
      ? [
          { from: FROM, to: leavesAt },
          { from: backAt, to: end },
        ]
      : [{ from: FROM, to: end }];
    return { id: `agent-${index + 1}`, skills: [first, ...others], wrapUpMs, shifts };
  });
}

const noFaults: FaultPlan = {
  crashes: 0,
  refusals: 0,
  slowDisk: false,
  lose: 0,
  repeat: 0,
  delay: 0,
  drop: 0,
  clockJumps: [],
};

function faultsOf(random: Random): FaultPlan {
  const sometimes = (probability: number, from: number, to: number) =>
    chance(random, probability) ? uniform(random, from, to) : 0;
  return {
    crashes: Math.round(sometimes(0.8, 1, 5)),
    refusals: Math.round(sometimes(0.2, 1, 2)),
    slowDisk: chance(random, 0.3),
    lose: sometimes(0.3, 0.005, 0.08),
    repeat: sometimes(0.3, 0.01, 0.1),
    delay: sometimes(0.3, 0.01, 0.05),
    drop: sometimes(0.3, 0.001, 0.01),
    clockJumps: Array.from({ length: Math.round(sometimes(0.2, 1, 2)) }, () =>
      Math.round(uniform(random, -3, 4) * MINUTE_MS),
    ),
  };
}

/** Whether nothing at all goes wrong in the story. */
export function isFaultless({ faults }: Scenario): boolean {
  return JSON.stringify(faults) === JSON.stringify(noFaults);
}

/** A whole number, both ends included. */
export function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random.uniform() * (to - from + 1));
}
