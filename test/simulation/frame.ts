import { chance, pick, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";

export const timeZone = "America/Bogota";
/** Bogotá is five hours behind UTC, all year and for ever. */
export const BEHIND_UTC_MS = 5 * 3_600_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** Larger stories find nothing that several small ones do not. */
const MOST_CALLS = 90;

/** When a story plays, and how large it is. */
export interface Frame {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Since midnight in Bogotá. */
  readonly fromMinute: number;
  readonly minutes: number;
  readonly skillCount: number;
  readonly agentCount: number;
  readonly meanHandleMs: number;
  readonly wrapUpMs: number;
  /** Of all skills together. */
  readonly callsPerMs: number;
}

/** A Tuesday, or a Saturday before a Sunday and a holiday; in the morning, at the end of a working day, or at midnight. */
export function frameOf(random: Random, size: number): Frame {
  const date = chance(random, 0.15) ? "2026-11-14" : "2026-11-17";
  const minuteOfDay = {
    morning: 10 * 60 + 30,
    afternoon: 14 * 60 + 40,
    evening: 18 * 60 + 40,
    night: 23 * 60 + 45,
  };
  const fromMinute = minuteOfDay[pick(random, { morning: 60, afternoon: 10, evening: 15, night: 15 })];
  const from = Date.parse(`${date}T00:00:00Z`) + BEHIND_UTC_MS + fromMinute * MINUTE_MS;
  const minutes = whole(random, 18, 28);
  const skillCount = Math.ceil(whole(random, 1, 3) * size);
  const agentCount = Math.max(1, Math.round(whole(random, Math.max(2, skillCount), 5) * size));
  const meanHandleMs = uniform(random, 40_000, 90_000);
  const wrapUpMs = whole(random, 0, 1) * whole(random, 1_000, 20_000);
  const load = uniform(random, 1.2, 2.4);
  const callsPerMs = Math.min(
    (load * agentCount) / (meanHandleMs + wrapUpMs),
    (size * MOST_CALLS) / (minutes * MINUTE_MS),
  );
  const to = from + minutes * MINUTE_MS;
  return { from, to, fromMinute, minutes, skillCount, agentCount, meanHandleMs, wrapUpMs, callsPerMs };
}

/** A whole number, both ends included. */
export function whole(random: Random, from: number, to: number): number {
  return from + Math.floor(random.uniform() * (to - from + 1));
}
