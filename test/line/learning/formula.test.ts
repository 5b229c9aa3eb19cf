import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { playHistory } from "../../../bench/recorded-history.ts";
import { newLearnedLine } from "../../../src/line/learning/learned-line.ts";
import type { AgentInView, LineView, WaitingCaller } from "../../../src/line/learning/line-view.ts";
import { predictWait } from "../../../src/line/learning/predict-wait.ts";
import { waitBehind } from "../../../src/line/learning/wait/expected-wait.ts";
import { markovianWait } from "../../../src/queueing/waits/wait-prediction.ts";
import { DAY_MS, generatedCalls } from "./generated-centre.ts";

const NOW = 1_000_000_000;
const caller = { skill: 1, class: null, person: "who asks", place: NOW };

const inLine = fc.record({
  skill: fc.integer({ min: 1, max: 3 }),
  class: fc.constantFrom(null, "gold"),
  person: fc.option(fc.string(), { nil: null }),
  elapsed: fc.integer({ min: 1, max: 900_000 }),
});
const agents = fc.array(
  fc.record({
    skills: fc.subarray([1, 2, 3], { minLength: 1 }),
    status: fc.constantFrom("free", "busy", "wrap-up", "paused", "away", "ringing"),
    since: fc.integer({ min: NOW - 1_000_000, max: NOW }),
  }),
  { maxLength: 12 },
);
const views = fc.record({ line: fc.array(inLine, { maxLength: 12 }), agents });

function viewOf({
  line,
  agents: there,
}: {
  line: readonly Seen[];
  agents: readonly AgentInView[];
}): LineView {
  const waiting = line.map(({ elapsed, ...one }): WaitingCaller => {
    return { ...one, place: NOW - elapsed, since: NOW - elapsed };
  });
  return { at: NOW, waiting, agents: there };
}

interface Seen extends Omit<WaitingCaller, "place" | "since"> {
  readonly elapsed: number;
}

describe("the formula of a wait", () => {
  test("is QLm where everybody ahead is served first and patience is exponential", () => {
    const patience = 150_000;
    const line = Array.from({ length: 30 }, (_, index) => {
      const elapsedMs = (30 - index) * 10_000;
      return { leadMs: elapsedMs, share: 1, elapsedMs, hazard: elapsedMs / patience, pickUp: undefined };
    });
    const wait = waitBehind(line, 20 / 240_000, (waitMs) => waitMs / patience);
    const exact = markovianWait({
      ahead: 30,
      agents: 20,
      serviceRate: 1 / 240_000,
      patienceRate: 1 / patience,
    });
    assert.ok(Math.abs(wait / exact.mean - 1) < 0.02, `${wait} of ${exact.mean}`);
  });

  test("counts a callback by how probably it is picked up", () => {
    const callback = { leadMs: 1, share: 1, elapsedMs: 0, hazard: 0, pickUp: 0.5 };
    assert.equal(
      waitBehind([callback, callback], 0.001, () => 0),
      2_000,
    );
  });

  test("is longer with one more ahead, and not longer with one more agent, for a judgement that has learned nothing", () => {
    const learned = newLearnedLine();
    const wait = (view: LineView) => predictWait(learned, caller, view).meanMs;
    fc.assert(
      fc.property(views, inLine, (seen, more) => {
        const ahead = { ...seen, line: [...seen.line, { ...more, skill: 1 }] };
        assert.ok(wait(viewOf(ahead)) > wait(viewOf(seen)));
        const agent: AgentInView = { skills: [1], status: "busy", since: NOW - 60_000 };
        // With the first agent of a skill it shows which other skills share them.
        if (seen.agents.some(({ skills, status }) => skills.includes(1) && status === "busy"))
          assert.ok(wait(viewOf({ ...seen, agents: [...seen.agents, agent] })) <= wait(viewOf(seen)) + 1e-6);
      }),
    );
  });

  test("stays so, but for one case in a hundred, once it is corrected by what was learned", () => {
    let [asked, longer, shorter] = [0, 0, 0];
    playHistory(
      generatedCalls("monotone", {
        agents: 10,
        handleMs: 240_000,
        patienceMs: 240_000,
        load: 1.1,
        hours: 48,
      }),
      {
        arrival: (call, view, learned) => {
          if (call.at < DAY_MS || call.waitMs === 0) return;
          const wait = (changed: Partial<LineView>) =>
            predictWait(learned, call.standing, { ...view, ...changed }).meanMs;
          const since = view.at - 1_000;
          const more = { skill: 1, class: null, person: null, place: since, since };
          const agent: AgentInView = { skills: [1], status: "busy", since: view.at - 60_000 };
          asked++;
          if (wait({ waiting: [...view.waiting, more] }) > wait({})) longer++;
          if (wait({ agents: [...view.agents, agent] }) < wait({}) + 1e-6) shorter++;
        },
      },
    );
    assert.ok(
      asked > 500 && longer >= 0.99 * asked && shorter >= 0.99 * asked,
      `${longer} ${shorter} of ${asked}`,
    );
  });

  test("is a finite time of at least 0, with quantiles that grow, whatever the line looks like", () => {
    const learned = newLearnedLine();
    fc.assert(
      fc.property(views, (seen) => {
        const { meanMs, quantileMs } = predictWait(learned, caller, viewOf(seen));
        assert.ok(Number.isFinite(meanMs) && meanMs >= 0);
        const quantiles = [0.1, 0.5, 0.9, 0.97].map(quantileMs);
        assert.ok(
          quantiles.every(
            (one, index) => Number.isFinite(one) && (index === 0 || one > quantiles[index - 1]!),
          ),
        );
      }),
    );
  });
});
