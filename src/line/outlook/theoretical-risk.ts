import { handleTime } from "../../queueing/estimators/handle-time.ts";
import { expectedInterval, riskOf } from "../../queueing/interval-risk.ts";
import type { InLine } from "../../queueing/waits/survival-weighted-queue.ts";
import { PICKED_UP } from "../dialling/line-view.ts";
import type { SkillId } from "../ids.ts";
import { knownHandleTimes } from "../learning/learned.ts";
import type { LocalInterval } from "../learning/risk/interval.ts";
import { usualHandle } from "../learning/wait/activity.ts";
import { hazardAt } from "../learning/wait/staying.ts";
import type { Target } from "../settings.ts";
import type { SkillLine, State } from "../state.ts";

/** What a half hour came to so far, and how many are yet to call in it. */
interface SkillIntervalSoFar {
  readonly interval: LocalInterval;
  readonly offered: number;
  readonly met: number;
  readonly toCome: number;
}

/**
 * The probability that a skill's half hour ends below its target, by theory: who was answered in time, who in the line will be, and who is
 * yet to call, by transient Erlang A. An agent of several skills counts in each by how many call for it. Of a skill nobody calls for and
 * nobody called, 0. How far expectations are off: half hours differ by more than chance, and the level of few callers by chance.
 *
 * `load`: how many are expected to call for a skill, for comparing skills with each other.
 */
export function theoreticalRisk(
  state: State,
  line: SkillLine,
  { share: target, withinMs: threshold }: Target,
  { interval, offered, met, toCome }: SkillIntervalSoFar,
  load: (skill: SkillId) => number,
  at: number,
): number {
  const elapsed = Math.max(0, at - interval.start);
  const remaining = Math.max(0, interval.end - at);
  const all = offered + toCome;
  if (all === 0) return 0;
  const { agents, busy } = crewOf(line, load);
  const arrivalRate = remaining > 0 ? toCome / remaining : 0;
  const { serviceLevel } = expectedInterval(
    {
      elapsed,
      remaining,
      offered,
      answeredWithin: Math.min(met, offered),
      busy,
      line: inLine(state, line, at),
    },
    {
      staff: [{ from: 0, agents }],
      serviceRate: 1 / handleMsOf(state, line, at),
      patienceRate: hazardAt(state.learnedLine.staying, PATIENCE_SEEN_MS) / PATIENCE_SEEN_MS,
      threshold,
      forecast: { arrivalRate, variation: 0 },
    },
  );
  const open = toCome / all;
  const byChance = (serviceLevel * (1 - serviceLevel) * toCome) / all ** 2;
  const deviation = Math.sqrt((DEVIATION * open) ** 2 + byChance);
  return riskOf(serviceLevel, target, Math.max(LEAST_DEVIATION, deviation));
}

/** From an agent's answer until they are free again, ms, as a mean. */
export function handleMsOf(state: State, line: SkillLine, at: number): number {
  const law = knownHandleTimes(line.learned);
  return law ? handleTime(law).mean : usualHandle(state.learnedLine.activity, at);
}

/** Everybody who stands in the skill's line, from its head on. */
function inLine({ calls }: State, line: SkillLine, at: number): InLine[] {
  const standing: { readonly place: number; readonly one: InLine }[] = [];
  for (const { place, id } of line.live) {
    const call = calls.get(id);
    // The leg of a return call waits on the phone, and is no call of the half hour.
    standing.push({ place, one: call ? { elapsed: Math.max(0, at - call.arrivedAt) } : { pickUp: 1 } });
  }
  for (const { place, id } of line.asked) {
    const call = calls.get(id);
    if (call) standing.push({ place, one: { elapsed: Math.max(0, at - call.arrivedAt) } });
  }
  for (const order of [line.waiting, line.dialled])
    for (const { place } of order) standing.push({ place, one: { pickUp: PICKED_UP } });
  return standing.sort((one, other) => one.place - other.place).map(({ one }) => one);
}

/** Agents at work, and those of them who are busy, in whole ones; at least one where anybody is there. */
function crewOf({ id, agents }: SkillLine, load: (skill: SkillId) => number) {
  let present = 0;
  let working = 0;
  for (const { skills, status } of agents) {
    if (status === "paused") continue;
    let all = 0;
    for (const skill of skills) all += load(skill);
    const part = load(id) / all;
    present += part;
    if (status !== "free") working += part;
  }
  if (present === 0) return { agents: 0, busy: 0 };
  const whole = Math.max(1, Math.round(present));
  return { agents: whole, busy: Math.min(whole, Math.round(working)) };
}

/** Over so long a wait callers are seen to give up at one rate. */
const PATIENCE_SEEN_MS = 180_000;
/** By how much the level of callers to come differs from what is expected: of 20 agents and a load known to 15 % it is near 0.175. */
const DEVIATION = 0.175;
const LEAST_DEVIATION = 0.005;
