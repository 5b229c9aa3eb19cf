import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { PlayedCall } from "../../../bench/recorded-history.ts";
import { type LearnedLine, newLearnedLine } from "../../../src/line/learning/learned-line.ts";
import { SurvivalWeightedQueue } from "../../../src/queueing/waits/survival-weighted-queue.ts";
import { markovianWait } from "../../../src/queueing/waits/wait-prediction.ts";
import {
  type Centre,
  DAY_MS,
  type GeneratedCall,
  generatedCalls,
  HOUR_MS,
  SECOND_MS,
} from "./generated-centre.ts";
import { errorOf, type Kept, predictionsOf } from "./predictions.ts";

const busy: Centre = {
  agents: 20,
  handleMs: 240 * SECOND_MS,
  patienceMs: 240 * SECOND_MS,
  load: 1.15,
  hours: 72,
};
const withCredits: Centre = { ...busy, creditsMs: [0, 90 * SECOND_MS, 180 * SECOND_MS] };

/** The exact mean where the law of the centre is known: what nobody who learns can know. */
function exact({ agents, handleMs, patienceMs }: Centre) {
  return ({ call }: Kept<GeneratedCall>) =>
    markovianWait({ ahead: call.ahead, agents, serviceRate: 1 / handleMs, patienceRate: 1 / patienceMs })
      .mean;
}

function after<C extends PlayedCall>(kept: readonly Kept<C>[], from: number, to = Number.POSITIVE_INFINITY) {
  return kept.filter(({ call }) => call.at >= from && call.at < to);
}

describe("the waits that are learned", () => {
  for (const [name, centre] of Object.entries({
    "20 agents": busy,
    "20 agents, hardly overloaded": { ...busy, load: 1.02 },
    "5 agents": { ...busy, agents: 5, hours: 240 },
    "40 agents": { ...busy, agents: 40, load: 1.3, hours: 48 },
  }))
    test(`are at most 2 % worse than the exact formula after two days: ${name}`, () => {
      const kept = after(predictionsOf(generatedCalls(name, centre)), (centre.hours / 2) * HOUR_MS);
      const ratio = errorOf(kept) / errorOf(kept, exact(centre));
      assert.ok(ratio <= 1.02, `${ratio}`);
    });

  test("are at most 2 % worse than a formula that knows the law of patience, where that is not exponential", () => {
    const centre: Centre = { ...busy, load: 1.3, patienceStages: 2 };
    const { agents, handleMs, patienceMs } = centre;
    const patience = {
      survival: (wait: number) => (1 + (2 * wait) / patienceMs) * Math.exp((-2 * wait) / patienceMs),
    };
    const known = new SurvivalWeightedQueue({
      staff: [{ from: 0, agents }],
      serviceRate: 1 / handleMs,
      patience,
    });
    const kept = after(predictionsOf(generatedCalls("Erlang", centre)), 1.5 * DAY_MS);
    const ratio =
      errorOf(kept) /
      errorOf(kept, ({ elapsedMs }) => known.wait(elapsedMs.map((elapsed) => ({ elapsed }))).mean);
    assert.ok(ratio <= 1.02, `${ratio}`);
  });

  test("are so for each of several teams that share nobody", () => {
    const teams: Centre[] = [
      busy,
      { ...busy, skill: 2, agents: 6, handleMs: 500 * SECOND_MS, patienceMs: 400 * SECOND_MS, load: 1.1 },
      { ...busy, skill: 3, agents: 10, handleMs: 100 * SECOND_MS, patienceMs: 60 * SECOND_MS, load: 1 },
    ];
    const calls = teams
      .flatMap((team) => generatedCalls(`team ${team.skill ?? 1}`, team))
      .sort((one, other) => one.at - other.at);
    const kept = after(predictionsOf(calls), 1.5 * DAY_MS);
    for (const team of teams) {
      const own = kept.filter(({ call }) => call.standing.skill === (team.skill ?? 1));
      const ratio = errorOf(own) / errorOf(own, exact(team));
      assert.ok(ratio <= 1.02, `${team.skill}: ${ratio}`);
    }
  });

  test("know which callers go first by what was seen: an order by person costs little once it is learned", () => {
    const kept = after(predictionsOf(generatedCalls("credits", { ...withCredits, hours: 96 })), 2 * DAY_MS);
    const byArrival = errorOf(kept, (one) => {
      const { agents, handleMs, patienceMs } = withCredits;
      const rates = { agents, serviceRate: 1 / handleMs, patienceRate: 1 / patienceMs };
      return markovianWait({ ahead: one.inLine, ...rates }).mean;
    });
    assert.ok(errorOf(kept) < 0.8 * byArrival, `${errorOf(kept)} of ${byArrival}`);
  });

  test("forget another order within two days", () => {
    const reversed = { ...withCredits, creditsMs: withCredits.creditsMs!.toReversed() };
    const calls = [
      ...generatedCalls("before", withCredits),
      ...generatedCalls("after", { ...reversed, hours: 96 }, 3 * DAY_MS),
    ];
    const kept = predictionsOf(calls);
    const usual = errorOf(after(kept, 2 * DAY_MS, 3 * DAY_MS));
    const atFirst = errorOf(after(kept, 3 * DAY_MS, 3.25 * DAY_MS));
    assert.ok(atFirst > 1.2 * usual, "the other order is seen");
    assert.ok(errorOf(after(kept, 5 * DAY_MS)) < 1.1 * usual);
  });

  test("forget a day on which hardly anybody worked", () => {
    const strike = { ...busy, agents: 4, load: 3, hours: 24 };
    const calls = [
      ...generatedCalls("work", busy),
      ...generatedCalls("strike", strike, 3 * DAY_MS),
      ...generatedCalls("work again", busy, 4 * DAY_MS),
    ];
    const kept = predictionsOf(calls);
    const usual = errorOf(after(kept, DAY_MS, 3 * DAY_MS));
    assert.ok(errorOf(after(kept, 5 * DAY_MS)) < 1.1 * usual);
  });

  test("are not led astray by a call of 20,000 s", () => {
    const calls = generatedCalls("outliers", busy);
    const odd = calls.findIndex(({ at, waitMs, isAnswered }) => at > DAY_MS && waitMs > 0 && isAnswered);
    const changed = calls.map((call, index) => {
      if (index === odd) return { ...call, waitMs: 20_000 * SECOND_MS };
      return index === odd + 7 ? { ...call, handleMs: 20_000 * SECOND_MS } : call;
    });
    const tested = (all: readonly GeneratedCall[]) =>
      errorOf(predictionsOf(all).filter(({ call }) => call.at > DAY_MS && call.id !== calls[odd]!.id));
    assert.ok(tested(changed) < 1.03 * tested(calls));
  });

  test("have a spread of which the said share is true", () => {
    for (const centre of [
      { ...busy, hours: 48 },
      { ...busy, agents: 40, load: 1.3, hours: 36 },
    ]) {
      const kept = after(predictionsOf(generatedCalls("spread", centre)), DAY_MS).filter(
        ({ call }) => call.isAnswered,
      );
      for (const [index, share] of [0.5, 0.8, 0.9].entries()) {
        const under = kept.filter(({ call, quantilesMs }) => call.waitMs <= quantilesMs[index]!).length;
        assert.ok(Math.abs(under / kept.length - share) < 0.03, `${share}: ${under / kept.length}`);
      }
    }
  });

  test("use nothing of the future: with other calls to come no earlier prediction changes", () => {
    const calls = generatedCalls("future", { ...withCredits, hours: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: calls.length - 2 }), fc.integer(), (index, seed) => {
        const now = calls[index]!.at;
        const seen = (of: readonly PlayedCall[]) =>
          predictionsOf(of.map((call) => ({ ...call })))
            .filter(({ call }) => call.at <= now)
            .map(({ call, wait, quantilesMs }) => [call.id, wait.meanMs, quantilesMs]);
        const rewritten = calls.flatMap((call): PlayedCall[] => {
          // Who comes later, and how those who are there go on, is another story.
          if (call.at > now) return (call.at + seed) % 3 === 0 ? [] : [{ ...call, handleMs: 60_000 }];
          const left = call.at + call.waitMs;
          if (left >= now && call.waitMs > 0)
            return [{ ...call, waitMs: call.waitMs + 5_000, isAnswered: seed % 2 === 0, agent: "A1" }];
          return left + call.handleMs > now ? [{ ...call, handleMs: call.handleMs + 90_000 }] : [call];
        });
        assert.deepEqual(seen(rewritten), seen(calls));
      }),
      { numRuns: 8 },
    );
  });

  test("go on from a state that went through JSON, the same to the last digit", () => {
    const calls = generatedCalls("restart", { ...withCredits, hours: 12 });
    const half = calls.findIndex(({ at }) => at > 6 * HOUR_MS);
    const firstHalf = () => {
      const learned = newLearnedLine();
      predictionsOf(calls.slice(0, half), learned);
      return learned;
    };
    const restored = JSON.parse(JSON.stringify(firstHalf())) as LearnedLine;
    const said = (learned: LearnedLine) =>
      predictionsOf(calls.slice(half), learned).map(({ wait }) => [wait.meanMs, wait.quantileMs(0.9)]);
    assert.deepEqual(said(restored), said(firstHalf()));
  });

  test("keep what is learned of a centre with many thousand people below 64 KB", () => {
    const learned = newLearnedLine();
    predictionsOf(generatedCalls("size", { ...withCredits, hours: 96, people: 50_000 }), learned);
    assert.deepEqual(learned.waiting, {});
    const bytes = JSON.stringify(learned).length;
    assert.ok(bytes < 64 * 1_024, `${bytes}`);
  });
});
