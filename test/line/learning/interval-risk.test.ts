import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { areaUnderCurve, type Judged, reliability } from "../../../bench/interval-scores.ts";
import { type PlayedCall, playHistory } from "../../../bench/recorded-history.ts";
import { intervalOf, RISK_TARGET } from "../../../bench/risk-figures.ts";
import {
  type LearnedRisk,
  newLearnedRisk,
  observeEnd,
  observeLook,
  observeOffered,
  riskNow,
} from "../../../src/line/learning/risk/learned-risk.ts";
import { riskViewOf } from "../../../src/line/learning/risk/risk-view.ts";
import { lognormal } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { DAY_MS, generatedCalls, HOUR_MS } from "./generated-centre.ts";

const LOOK_MS = 300_000;
const HALF_HOUR_MS = 1_800_000;

interface Look extends Judged {
  readonly at: number;
  readonly minutes: number;
  readonly soFar: number;
}

/** What is said of the half hours of all skills together, and how they ended; those with callers. */
function looksAt(calls: readonly PlayedCall[], risk: LearnedRisk = newLearnedRisk()): Look[] {
  const ends = new Map<number, { offered: number; met: number }>();
  for (const call of calls) {
    const { start } = intervalOf(call.at);
    const end = ends.get(start) ?? { offered: 0, met: 0 };
    ends.set(start, end);
    end.offered++;
    if (call.isAnswered && call.waitMs <= RISK_TARGET.withinMs) end.met++;
  }
  const looks: Look[] = [];
  playHistory(calls, {
    arrived: ({ at }) => observeOffered(risk, "*", intervalOf(at)),
    ended: (call, at) =>
      observeEnd(risk, "*", { arrivedAt: call.at, at, answered: call.isAnswered }, RISK_TARGET),
    every: LOOK_MS,
    tick: (view, learned) => {
      const interval = intervalOf(view.at);
      const seen = riskViewOf(learned, "*", view, interval);
      const { risk: score, features } = riskNow(risk, "*", seen, RISK_TARGET);
      const count = risk.scopes["*"]?.tally.running;
      const soFar =
        count?.interval.start === interval.start && count.offered > 0 ? -count.met / count.offered : 0;
      observeLook(risk, "*", seen, features, RISK_TARGET);
      const end = ends.get(interval.start);
      const minutes = (view.at - interval.start) / 60_000;
      if (!end || minutes === 0) return;
      looks.push({ at: view.at, minutes, score, soFar, happened: end.met / end.offered < RISK_TARGET.share });
    },
  });
  return looks;
}

/** Days whose load changes from half hour to half hour, as nobody knows before. */
function uneasyDays(seed: string, days: number): PlayedCall[] {
  const random = new RandomSource("risk").stream(seed);
  return Array.from({ length: days * 16 }, (_, index) => {
    const from = Math.floor(index / 16) * DAY_MS + 9 * HOUR_MS + (index % 16) * HALF_HOUR_MS;
    const load = lognormal(random, 1.08, 0.2);
    const centre = { agents: 20, handleMs: 200_000, patienceMs: 150_000, load, hours: 0.5 };
    return generatedCalls(`${seed}/${index}`, centre, from).filter(({ at }) => at < from + HALF_HOUR_MS);
  }).flat();
}

describe("the risk of an interval", () => {
  const looks = looksAt(uneasyDays("uneasy", 60));
  const later = looks.filter(({ at }) => at > 20 * DAY_MS);

  test("tells intervals apart better than the level so far, and the better the later it is", () => {
    let last = 0.5;
    for (const minutes of [5, 10, 15, 20, 25]) {
      const own = later.filter((look) => look.minutes === minutes);
      const learned = areaUnderCurve(own);
      const soFar = areaUnderCurve(own.map(({ soFar: score, happened }) => ({ score, happened })));
      assert.ok(learned > soFar - 0.005, `${minutes} min: ${learned}, level so far ${soFar}`);
      assert.ok(learned > last - 0.02, `${minutes} min: ${learned}`);
      last = learned;
    }
    assert.ok(last > 0.97);
  });

  test("comes true as often as it says", () => {
    for (const { said, came, intervals } of reliability(later))
      if (intervals >= 100) assert.ok(Math.abs(said - came) < 10, `${said} %: ${came} of ${intervals}`);
  });

  test("uses nothing of the future", () => {
    const calls = uneasyDays("future", 3);
    const now = calls[Math.floor(calls.length / 2)]!.at;
    const others = calls.map((call) => (call.at > now ? { ...call, waitMs: call.waitMs + 60_000 } : call));
    const until = (all: readonly Look[]) => all.filter(({ at }) => at <= now).map(({ score }) => score);
    assert.deepEqual(until(looksAt(others)), until(looksAt(calls)));
  });

  test("goes on from a state that went through JSON", () => {
    const calls = uneasyDays("restart", 2);
    const half = calls.findIndex(({ at }) => at > DAY_MS);
    const firstDay = newLearnedRisk();
    looksAt(calls.slice(0, half), firstDay);
    const restored = JSON.parse(JSON.stringify(firstDay)) as LearnedRisk;
    assert.deepEqual(looksAt(calls.slice(half), restored), looksAt(calls.slice(half), firstDay));
    assert.ok(JSON.stringify(firstDay).length < 32 * 1_024);
  });

  test("is one half where nothing was ever seen", () => {
    const interval = intervalOf(0);
    const view = { at: 600_000, interval, waitingSince: [], waitMs: 0, freeAgents: 0 };
    assert.equal(riskNow(newLearnedRisk(), "*", view, RISK_TARGET).risk, 0.5);
  });
});
