import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { erlangA } from "../../../src/queueing/erlang/erlang-a.ts";
import { exponential } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import type { CentreAgent, LineDay } from "../../../src/replay/line-run/centre-day.ts";
import { LineRun } from "../../../src/replay/line-run/line-run.ts";
import { plainRun } from "./plain-run.ts";

const always = [{ from: 0, to: Number.POSITIVE_INFINITY }];

function oneLane(arrivals: readonly number[], agents: readonly CentreAgent[]): LineDay {
  return {
    arrivals: Float64Array.from(arrivals),
    places: Float64Array.from(arrivals),
    lanes: new Int32Array(arrivals.length),
    agents,
  };
}

function startsOf(day: LineDay, patience: readonly number[], handles: readonly number[]): number[] {
  const run = new LineRun(day);
  run.run(Float64Array.from(patience), Float64Array.from(handles));
  return [...run.starts];
}

const caller = fc.record({
  gap: fc.integer({ min: 0, max: 6 }),
  lane: fc.integer({ min: 0, max: 3 }),
  credit: fc.integer({ min: 0, max: 12 }),
  patience: fc.oneof(fc.integer({ min: 0, max: 25 }), fc.constant(Number.POSITIVE_INFINITY)),
  handle: fc.integer({ min: 0, max: 20 }),
});
const agent = fc.record({
  lanes: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 }),
  ranks: fc.option(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }), {
    nil: undefined,
  }),
  spans: fc.array(
    fc.record({ away: fc.integer({ min: 1, max: 15 }), there: fc.integer({ min: 1, max: 60 }) }),
    {
      maxLength: 4,
    },
  ),
});

/** A day of any kind: the credit of a lane is that of its first caller, so that lanes keep their order. */
const anyDay = fc
  .record({
    callers: fc.array(caller, { maxLength: 40 }),
    agents: fc.array(agent, { maxLength: 5 }),
  })
  .map(({ callers, agents }) => {
    let now = 0;
    const arrivals = callers.map(({ gap }) => {
      now += gap;
      return now;
    });
    const credits = [0, 1, 2, 3].map((lane) => callers.find((one) => one.lane === lane)?.credit ?? 0);
    const day: LineDay = {
      arrivals: Float64Array.from(arrivals),
      places: Float64Array.from(callers, ({ lane }, index) => arrivals[index]! - credits[lane]!),
      lanes: Int32Array.from(callers, ({ lane }) => lane),
      agents: agents.map(({ lanes, ranks, spans }) => {
        let at = 0;
        return {
          lanes,
          ...(ranks && { ranks }),
          stretches: spans.map(({ away, there }) => {
            const from = at + away;
            at = from + there;
            return { from, to: at };
          }),
        };
      }),
    };
    return {
      day,
      patience: Float64Array.from(callers, (one) => one.patience),
      handles: Float64Array.from(callers, (one) => one.handle),
    };
  });

describe("a day that is run", () => {
  test("serves each caller when a plain walk through every moment does, whatever lanes, places and shifts there are", () => {
    fc.assert(
      fc.property(anyDay, ({ day, patience, handles }) => {
        const run = new LineRun(day);
        run.run(patience, handles);
        assert.deepEqual([...run.starts], plainRun(day, patience, handles));
      }),
      { numRuns: 2_000 },
    );
  });

  test("counts an agent's idleness from the stretch that began last, however late it is noticed", () => {
    const day = {
      arrivals: Float64Array.from([4, 4, 4]),
      places: Float64Array.from([4, 4, 4]),
      lanes: Int32Array.from([0, 1, 0]),
      agents: [
        { lanes: [0, 1], stretches: [{ from: 1, to: 5 }] },
        {
          lanes: [1],
          stretches: [
            { from: 1, to: 2 },
            { from: 3, to: 5 },
          ],
        },
      ],
    };
    const run = new LineRun(day);
    run.run(new Float64Array(3).fill(Number.POSITIVE_INFINITY), Float64Array.from([0, 1, 0]));
    assert.deepEqual([...run.servedBy], [0, 1, 0]);
  });

  test("does so too where everybody is served in the order in which they come, by the recursion of waiting times", () => {
    fc.assert(
      fc.property(anyDay, ({ day, patience, handles }) => {
        const agents = day.agents.map(({ lanes, stretches }) => ({ lanes, stretches }));
        const inOrder = { ...day, places: day.arrivals, agents };
        const run = new LineRun(inOrder);
        run.run(patience, handles);
        assert.deepEqual([...run.starts], plainRun(inOrder, patience, handles));
      }),
      { numRuns: 1_000 },
    );
  });

  test("is the same when it is run again, also after another run", () => {
    fc.assert(
      fc.property(anyDay, ({ day, patience, handles }) => {
        const run = new LineRun(day);
        run.run(patience, handles);
        const [starts, servedBy] = [[...run.starts], [...run.servedBy]];
        run.run(
          patience.map(() => 1),
          handles.map((handle) => handle + 1),
        );
        run.run(patience, handles);
        assert.deepEqual([[...run.starts], [...run.servedBy]], [starts, servedBy]);
      }),
    );
  });

  test("gives no agent two callers at once, and none while away or of a lane that the agent does not serve", () => {
    fc.assert(
      fc.property(anyDay, ({ day, patience, handles }) => {
        const run = new LineRun(day);
        run.run(patience, handles);
        for (const [index, { lanes, stretches }] of day.agents.entries()) {
          const served = [...run.servedBy.keys()].filter((one) => run.servedBy[one] === index);
          served.sort((a, b) => run.starts[a]! - run.starts[b]!);
          let free = 0;
          for (const one of served) {
            const start = run.starts[one]!;
            assert.ok(start >= day.arrivals[one]! && start <= day.arrivals[one]! + patience[one]!);
            assert.ok(lanes.includes(day.lanes[one]!));
            assert.ok(stretches.some(({ from, to }) => from <= start && start < to));
            assert.ok(start >= free || handles[one] === 0);
            free = Math.max(free, start + handles[one]!);
          }
        }
      }),
    );
  });

  test("goes on with a call beyond the end of a shift", () => {
    const agents = [{ lanes: [0], stretches: [{ from: 0, to: 10 }] }];
    assert.deepEqual(startsOf(oneLane([5, 6], agents), [100, 100], [20, 1]), [5, Number.NaN]);
  });

  test("serves at the very end of a caller's patience, as logs of whole seconds have it", () => {
    const agents = [{ lanes: [0], stretches: always }];
    assert.deepEqual(startsOf(oneLane([0, 1], agents), [9, 9], [10, 1]), [0, 10]);
    assert.deepEqual(startsOf(oneLane([0, 1], agents), [9, 8], [10, 1]), [0, Number.NaN]);
  });

  test("lets a callback go first by the place that it kept", () => {
    const day: LineDay = {
      arrivals: Float64Array.of(0, 2, 3),
      places: Float64Array.of(0, 2, 1),
      lanes: Int32Array.of(0, 0, 1),
      agents: [{ lanes: [0, 1], stretches: always }],
    };
    assert.deepEqual(startsOf(day, [9, 99, 99], [10, 5, 5]), [0, 15, 10]);
  });

  test("serves a lane that ranks first before a caller who came earlier, and by agents who rank it first", () => {
    const agents = [
      { lanes: [1, 0], ranks: [0, 1], stretches: always },
      { lanes: [0, 1], ranks: [0, 1], stretches: always },
    ];
    const day: LineDay = {
      arrivals: Float64Array.of(0, 1, 2, 3),
      places: Float64Array.of(0, 1, 2, 3),
      lanes: Int32Array.of(0, 0, 0, 1),
      agents,
    };
    const run = new LineRun(day);
    run.run(Float64Array.of(99, 99, 99, 99), Float64Array.of(20, 9, 5, 5));
    assert.deepEqual([...run.starts], [0, 1, 15, 10]);
    assert.deepEqual([...run.servedBy], [1, 0, 0, 0]);
  });

  test("has the waits, the losses and the level of Erlang A", () => {
    const parameters = { agents: 20, arrivalRate: 240 / 3600, serviceRate: 1 / 270, patienceRate: 1 / 150 };
    const exact = erlangA(parameters, 20);
    const CALLERS = 20_000;
    const BATCHES = 25;
    const agents = Array.from({ length: parameters.agents }, () => ({ lanes: [0], stretches: always }));
    const random = new RandomSource("erlang-a");
    const batches = Array.from({ length: BATCHES }, (_, batch) => {
      const stream = random.stream("batch", batch);
      let now = 0;
      const arrivals = Array.from({ length: CALLERS }, () => {
        now += exponential(stream, 1 / parameters.arrivalRate);
        return now;
      });
      const starts = startsOf(
        oneLane(arrivals, agents),
        arrivals.map(() => exponential(stream, 150)),
        arrivals.map(() => exponential(stream, 270)),
      );
      // The line is empty at first: the beginning is left out.
      const counted = starts.map((start, one) => start - arrivals[one]!).slice(500);
      return {
        serviceLevel: counted.filter((wait) => wait <= 20).length / counted.length,
        abandoned: counted.filter(Number.isNaN).length / counted.length,
      };
    });
    for (const [measure, wanted] of [
      ["serviceLevel", exact.serviceLevel],
      ["abandoned", exact.probabilityOfAbandonment],
    ] as const) {
      const values = batches.map((batch) => batch[measure]);
      const mean = values.reduce((sum, value) => sum + value, 0) / BATCHES;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
      const t = (mean - wanted) / Math.sqrt(variance / BATCHES);
      assert.ok(Math.abs(t) < 4, `${measure}: ${mean} against ${wanted}, t ${t}`);
    }
  });
});
