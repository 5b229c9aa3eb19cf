import type { SimulatedCaller } from "../src/exchange/simulated/traffic/traffic.ts";
import { chance, exponential, lognormal, pick, uniform } from "../src/queueing/laws/distributions.ts";
import type { RandomSource } from "../src/queueing/random.ts";
import type { CentreDay } from "../src/replay/centre/centre-day.ts";

/** A team whose day has a surge. Calls per agent and hour; times in seconds. */
export interface MadeTeam {
  readonly agents: number;
  /** Offered work over agents, usually and in the surge of 90 minutes. */
  readonly load: number;
  readonly surge: number;
}

const HANDLE_S = 270;
/** Half of the callers each: many give up early, and those who stay, stay long. */
const PATIENCE_S = [60, 300];
const ACCEPTS = 0.37;
const REACHED = 0.93;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const OPENS_MS = 8 * HOUR_MS;
const CLOSES_MS = 18 * HOUR_MS;
const SURGE = { from: 11 * HOUR_MS, to: 12.5 * HOUR_MS };

/** The `n`-th day of a team, which has the same people in every course of events. */
export function madeCentreDay({ agents, load, surge }: MadeTeam, n: number, random: RandomSource): CentreDay {
  const from = Date.UTC(2030, 0, 7) + n * DAY_MS;
  const stream = random.stream("arrivals", n);
  const everyMs = (HANDLE_S * 1_000) / agents / surge;
  const callers: SimulatedCaller[] = [];
  for (let at = from + OPENS_MS; ; ) {
    // Thinned from the rate of the surge.
    at += exponential(stream, everyMs);
    if (at >= from + CLOSES_MS) break;
    const inSurge = at - from >= SURGE.from && at - from < SURGE.to;
    if (!chance(stream, inSurge ? 1 : load / surge)) continue;
    callers.push(callerOf(`${n}/${callers.length}`, Math.round(at), random));
  }
  const shift = { from: from + OPENS_MS, to: from + CLOSES_MS + HOUR_MS };
  return {
    day: { date: new Date(from).toISOString().slice(0, 10), from, to: from + DAY_MS, calls: [] },
    callers,
    agents: Array.from({ length: agents }, (_, index) => ({
      id: `a${index}`,
      skills: [1],
      wrapUpMs: 0,
      shifts: [shift],
    })),
  };
}

function callerOf(call: string, at: number, random: RandomSource): SimulatedCaller {
  const stream = random.stream("caller", call);
  const patience = () => Math.round(1_000 * exponential(stream, PATIENCE_S[chance(stream, 0.5) ? 1 : 0]!));
  const patienceMs = patience();
  const handleMs = Math.max(1_000, Math.round(1_000 * lognormal(stream, HANDLE_S, 1)));
  const does = chance(stream, ACCEPTS) ? "yes" : pick(stream, { no: 0.7, silent: 0.25, "hang-up": 0.05 });
  const question = { afterMs: Math.round(uniform(stream, 3_000, 11_000)), does } as const;
  return {
    call,
    at,
    skill: 1,
    number: `n${call}`,
    handleMs,
    patienceMs,
    question,
    returnCall: (attempt) => {
      const drawn = random.stream("return", call, attempt);
      return {
        does: chance(drawn, REACHED) ? "confirm" : "no-answer",
        afterMs: Math.round(uniform(drawn, 1_000, 3_000)),
        ringMs: Math.round(uniform(drawn, 3_000, 12_000)),
        confirmAfterMs: Math.round(uniform(drawn, 3_000, 6_000)),
        patienceMs: 300_000,
      };
    },
    redial: null,
  };
}
