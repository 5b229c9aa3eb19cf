import { erlangA } from "../src/queueing/erlang/erlang-a.ts";
import { type Bench, type Bound, rounded, timed } from "./measure.ts";
import { type Estimate, type SeenLine, type StationaryLine, seeStationaryLine } from "./stationary-line.ts";

const LINES: readonly Omit<StationaryLine, "customers" | "seed">[] = [
  { agents: 20, callsPerHour: 240, handleS: 270, patienceS: 150, thresholdS: 20 },
  { agents: 5, callsPerHour: 72, handleS: 240, patienceS: 180, thresholdS: 20 },
  { agents: 14, callsPerHour: 2_000 / 10, handleS: 180, patienceS: 300, thresholdS: 20 },
];

/** Lines whose values are known exactly (Erlang A), seen through the core on the simulated exchange: t of each measure. */
export const stationary: Bench = async ({ quick, say }) => {
  const customers = quick ? 4_000 : 1_000_000;
  const figures: Record<string, object> = {};
  const bounds: Bound[] = [];
  for (const line of LINES.slice(0, quick ? 1 : undefined)) {
    const name = `${line.agents} agents`;
    say(name);
    let seen: SeenLine | null = null;
    const ms = await timed(() => {
      seen = seeStationaryLine({ ...line, customers, seed: "stationary" });
    });
    const t = tOf(line, seen!);
    figures[name] = {
      ...t,
      littleMiss: rounded(seen!.littleMiss),
      callsPerS: Math.round((customers / ms) * 1_000),
    };
    for (const [measure, value] of Object.entries(t))
      bounds.push({ of: `${name}, |t| of ${measure}`, is: Math.abs(value), atMost: 4 });
    bounds.push({ of: `${name}, Little's law missed by`, is: seen!.littleMiss, atMost: 1e-9 });
  }
  return { what: `Erlang A through the core, ${customers} customers`, ratio: null, bounds, figures };
};

/** By how many standard errors each measure is from its exact value. */
export function tOf(line: Omit<StationaryLine, "customers" | "seed">, seen: SeenLine) {
  const rates = {
    agents: line.agents,
    arrivalRate: line.callsPerHour / 3_600,
    serviceRate: 1 / line.handleS,
    patienceRate: 1 / line.patienceS,
  };
  const exact = erlangA(rates, line.thresholdS);
  const t = ({ mean, error }: Estimate, value: number) => rounded((mean - value) / error);
  return {
    atOnce: t(seen.atOnce, 1 - exact.probabilityOfWaiting),
    abandoned: t(seen.abandoned, exact.probabilityOfAbandonment),
    inTime: t(seen.inTime, exact.serviceLevel),
    waitS: t(seen.waitS, exact.meanWait),
  };
}
