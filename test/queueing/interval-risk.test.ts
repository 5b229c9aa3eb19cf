import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  deviationAt,
  newForecastErrors,
  observeForecast,
} from "../../src/queueing/estimators/forecast-errors.ts";
import {
  expectedInterval,
  type IntervalOutlook,
  type IntervalSoFar,
  riskOf,
} from "../../src/queueing/interval-risk.ts";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { gateAfter, type RiskGate, usualThresholds } from "../../src/queueing/risk-gate.ts";
import { expectedServiceLevel } from "../../src/queueing/transient.ts";
import { type Signals, type StudiedInterval, studyIntervals, TARGET } from "./interval-study.ts";

const outlook: IntervalOutlook = {
  staff: [{ from: 0, agents: 5 }],
  serviceRate: 1 / 120,
  patienceRate: 1 / 90,
  threshold: 20,
  forecast: { arrivalRate: 1 / 25, variation: 0.2 },
};
const soFar: IntervalSoFar = {
  elapsed: 600,
  remaining: 300,
  offered: 22,
  answeredWithin: 14,
  busy: 5,
  line: [{ elapsed: 15 }, { elapsed: 8 }, { elapsed: 2 }],
};
const anyInterval: fc.Arbitrary<IntervalSoFar> = fc
  .record({
    elapsed: fc.double({ min: 0, max: 1_800, noNaN: true }),
    answeredWithin: fc.integer({ min: 0, max: 60 }),
    missed: fc.integer({ min: 0, max: 60 }),
    busy: fc.integer({ min: 0, max: 5 }),
    waits: fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { maxLength: 8 }),
  })
  .map(({ elapsed, answeredWithin, missed, busy, waits }) => ({
    elapsed,
    remaining: 1_800 - elapsed,
    offered: answeredWithin + missed + waits.length,
    answeredWithin,
    busy,
    line: waits.sort((a, b) => b - a).map((wait) => ({ elapsed: wait })),
  }));

describe("what an interval is expected to end at", () => {
  test("when it ends is what it came to", () => {
    const { serviceLevel } = expectedInterval({ ...soFar, remaining: 0, line: [] }, outlook);
    assert.equal(serviceLevel, 14 / 22);
    assert.equal(
      expectedInterval({ ...soFar, offered: 0, answeredWithin: 0, remaining: 0, line: [] }, outlook)
        .serviceLevel,
      1,
    );
  });

  test("is what the rest of it comes to in a simulation from the same moment, as a mean", () => {
    const known = { ...outlook, forecast: { arrivalRate: 1 / 25, variation: 0 } };
    const { serviceLevel, offered, arrivalRate } = expectedInterval(soFar, known);
    assert.equal(arrivalRate, 1 / 25);
    assert.equal(offered, 22 + 300 / 25);
    const runs = 20_000;
    const random = new RandomSource("interval").stream("events");
    let [sum, square] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const answered = playedOut(random, soFar, known);
      sum += answered;
      square += answered ** 2;
    }
    const mean = sum / runs;
    const error = Math.sqrt((square / runs - mean ** 2) / runs);
    const expected = serviceLevel * offered - soFar.answeredWithin;
    assert.ok(Math.abs(expected - mean) < 4 * error, `${expected}, simulated ${mean} ± ${error}`);
    assert.ok(error < 0.03);
  });

  test("learns the rate from those who called: between the forecast and what was seen, nearer as more is seen", () => {
    fc.assert(
      fc.property(anyInterval, (one) => {
        const { arrivalRate } = expectedInterval(one, outlook);
        const seen = one.elapsed > 0 ? one.offered / one.elapsed : outlook.forecast.arrivalRate;
        const [low, high] = [Math.min(seen, 1 / 25), Math.max(seen, 1 / 25)];
        assert.ok(one.elapsed === 0 || (arrivalRate >= low - 1e-12 && arrivalRate <= high + 1e-12));
      }),
    );
    // A forecast known to 20 % is worth 25 calls: after 25 at twice the rate, it is half as far.
    const twice = { ...soFar, elapsed: 312.5, remaining: 1_487.5, offered: 25 };
    assert.ok(Math.abs(expectedInterval(twice, outlook).arrivalRate - 50 / (625 + 312.5)) < 1e-12);
  });

  test("is a share, no less with another answered or another agent, and the same in any unit of time", () => {
    fc.assert(
      fc.property(anyInterval, fc.double({ min: 0.01, max: 1_000, noNaN: true }), (one, unit) => {
        const { serviceLevel } = expectedInterval(one, outlook);
        assert.ok(serviceLevel >= 0 && serviceLevel <= 1 + 1e-12);
        const another = { ...one, offered: one.offered + 1 };
        const missed = expectedInterval(another, {
          ...outlook,
          forecast: { ...outlook.forecast, variation: 0 },
        });
        const met = expectedInterval(
          { ...another, answeredWithin: one.answeredWithin + 1 },
          { ...outlook, forecast: { ...outlook.forecast, variation: 0 } },
        );
        assert.ok(met.serviceLevel > missed.serviceLevel);
        // With as many who wait and one agent more; where nobody waits, the one more is idle.
        const more = expectedInterval(one, { ...outlook, staff: [{ from: 0, agents: 6 }] });
        assert.ok(more.serviceLevel > serviceLevel - 1e-12);
        const scaled = expectedInterval(
          {
            ...one,
            elapsed: one.elapsed * unit,
            remaining: one.remaining * unit,
            line: one.line.map((each) => ("elapsed" in each ? { elapsed: each.elapsed * unit } : each)),
          },
          {
            ...outlook,
            serviceRate: outlook.serviceRate / unit,
            patienceRate: outlook.patienceRate / unit,
            threshold: 20 * unit,
            forecast: { arrivalRate: outlook.forecast.arrivalRate / unit, variation: 0.2 },
          },
        );
        // Who has waited for just about the threshold, or since just about the beginning, may fall to either side.
        const near = one.line.some((each) => "elapsed" in each && Math.abs(each.elapsed - 20) < 1e-9);
        if (!near && one.elapsed > 60) assert.ok(Math.abs(scaled.serviceLevel - serviceLevel) < 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  test("behind a very long line is what the transient says that is followed from the beginning", () => {
    const long = fc.record({
      agents: fc.integer({ min: 20, max: 200 }),
      waiting: fc.integer({ min: 50, max: 600 }),
      load: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
      patience: fc.constantFrom(0, 1 / 600, 1 / 150, 1 / 40),
      remaining: fc.double({ min: 1, max: 1_500, noNaN: true }),
    });
    fc.assert(
      fc.property(long, ({ agents, waiting, load, patience, remaining }) => {
        const arrivalRate = (load * agents) / 270;
        const period = {
          agents,
          arrivalRate,
          serviceRate: 1 / 270,
          patienceRate: patience,
          duration: remaining,
        };
        const followed = expectedServiceLevel(agents + waiting, [period], 20);
        const { serviceLevel, offered } = expectedInterval(
          {
            elapsed: 0,
            remaining,
            offered: 0,
            answeredWithin: 0,
            busy: agents,
            line: Array.from({ length: waiting }, () => ({ elapsed: 60 })),
          },
          {
            ...outlook,
            staff: [{ from: 0, agents }],
            serviceRate: 1 / 270,
            patienceRate: patience,
            forecast: { arrivalRate, variation: 0 },
          },
        );
        assert.ok(Math.abs(offered - followed.offered) < 1e-9 * offered);
        assert.ok(
          Math.abs(serviceLevel - followed.serviceLevel!) < 2e-4,
          `${serviceLevel} ${followed.serviceLevel}`,
        );
      }),
      { numRuns: 60 },
    );
  });

  test("is the same however often the staff is said to stay as it is", () => {
    const again = [0, 40, 41, 250].map((from) => ({ from, agents: 5 }));
    const { serviceLevel } = expectedInterval(soFar, outlook);
    const said = expectedInterval(soFar, { ...outlook, staff: [{ from: -50, agents: 9 }, ...again] });
    assert.ok(Math.abs(said.serviceLevel - serviceLevel) < 1e-10);
    assert.equal(said.offered, expectedInterval(soFar, outlook).offered);
  });

  test("counts callbacks as places only, anyone who came before the interval not at all, and looks ahead at the staff", () => {
    const known = { ...outlook, forecast: { arrivalRate: 0, variation: 0 } };
    const ending = { ...soFar, remaining: 0 };
    const of = (line: IntervalSoFar["line"], elapsed = 600) =>
      expectedInterval({ ...ending, elapsed, line }, known).serviceLevel;
    assert.equal(of([{ pickUp: 0.9 }]), 14 / 22);
    assert.ok(of([{ pickUp: 0.9 }, { elapsed: 2 }]) < of([{ elapsed: 2 }]));
    assert.equal(of([{ elapsed: 12 }], 10), 14 / 22);
    assert.equal(of([{ elapsed: 20 }]), 14 / 22);
    const fewer = {
      ...outlook,
      staff: [
        { from: 0, agents: 5 },
        { from: 30, agents: 1 },
      ],
    };
    assert.ok(
      expectedInterval(soFar, fewer).serviceLevel < expectedInterval(soFar, outlook).serviceLevel - 0.05,
    );
    assert.ok(expectedInterval(soFar, { ...outlook, staff: [], patienceRate: 0 }).serviceLevel < 14 / 22);
  });

  test("refuses what is no interval", () => {
    assert.throws(() => expectedInterval({ ...soFar, elapsed: -1 }, outlook), /elapsed/);
    assert.throws(() => expectedInterval({ ...soFar, offered: 1.5 }, outlook), /offered/);
    for (const line of [[{ elapsed: Number.NaN }], [{ pickUp: 1.2 }]])
      assert.throws(() => expectedInterval({ ...soFar, line }, outlook), /elapsed|pickUp/);
    assert.throws(() => expectedInterval(soFar, { ...outlook, threshold: Number.NaN }), /threshold/);
    assert.throws(() => riskOf(Number.NaN, 0.8, 0.1), /expected/);
    assert.throws(() => riskOf(0.8, 1.2, 0.1), /target/);
    assert.throws(() => riskOf(0.8, 0.8, 0), /deviation/);
  });
});

describe("the sign that a half-hour ends under its target", () => {
  const COUNT = 700;
  const studied = studyIntervals("signals", COUNT, [5, 15]);
  const bad = studied.filter(({ serviceLevel }) => serviceLevel < TARGET);
  const good = studied.filter(({ serviceLevel }) => serviceLevel >= TARGET);

  /** The probability that the signal is stronger in one that ends under the target than in one that does not. */
  const discrimination = (minute: number, signal: (signals: Signals) => number) => {
    const of = (one: StudiedInterval) => signal(one.at.get(minute)!);
    let wins = 0;
    for (const one of bad)
      for (const other of good) wins += of(one) > of(other) ? 1 : of(one) === of(other) ? 0.5 : 0;
    return wins / bad.length / good.length;
  };
  /** Its standard error (Hanley and McNeil 1982). */
  const errorOf = (area: number) => {
    const [both, other] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
    const spread =
      area * (1 - area) + (bad.length - 1) * (both - area ** 2) + (good.length - 1) * (other - area ** 2);
    return Math.sqrt(spread / bad.length / good.length);
  };

  test("is the expectation, more than the service level so far and far more than the head of the line", () => {
    // From a study of 1,500 such half-hours, whose own error counts too.
    for (const [minute, model, soFarAlone, headOfLine] of [
      [5, 0.802, 0.724, 0.676],
      [15, 0.938, 0.911, 0.699],
    ] as const) {
      const found = {
        model: discrimination(minute, ({ expected }) => -expected),
        soFarAlone: discrimination(minute, ({ soFar: level }) => -level),
        headOfLine: discrimination(minute, ({ headOfLine: wait }) => wait),
      };
      for (const [key, published] of Object.entries({ model, soFarAlone, headOfLine })) {
        const area = found[key as keyof typeof found];
        const error = errorOf(published) * Math.sqrt(1 + COUNT / 1_500);
        assert.ok(
          Math.abs(area - published) < 4 * error,
          `${minute} min, ${key}: ${area}, not ${published} ± ${error}`,
        );
      }
      assert.ok(found.model > found.soFarAlone && found.soFarAlone > found.headOfLine);
      if (minute === 15) assert.ok(found.model >= 0.9);
    }
  });

  test("becomes a probability with errors learned: of those said to be at risk by so much, that share ends under it", () => {
    for (const minute of [5, 15]) {
      const errors = newForecastErrors(1_800, 6);
      const said: { risk: number; under: boolean }[] = [];
      for (const [index, { at, serviceLevel }] of studied.entries()) {
        const { expected } = at.get(minute)!;
        const risk = riskOf(expected, TARGET, deviationAt(errors, minute * 60));
        if (index >= 100) said.push({ risk, under: serviceLevel < TARGET });
        observeForecast(errors, minute * 60, expected, serviceLevel);
      }
      const published = minute === 5 ? 0.142 : 0.088;
      assert.ok(Math.abs(deviationAt(errors, minute * 60) / published - 1) < 0.2);
      for (const [from, to] of [
        [0, 0.25],
        [0.25, 0.5],
        [0.5, 0.75],
        [0.75, 1.01],
      ] as const) {
        const group = said.filter(({ risk }) => risk >= from && risk < to);
        const mean = group.reduce((sum, { risk }) => sum + risk, 0) / group.length;
        const share = group.filter(({ under }) => under).length / group.length;
        const error = Math.sqrt((mean * (1 - mean)) / group.length);
        assert.ok(
          Math.abs(share - mean) < 4 * error + 0.06,
          `${minute} min: ${share} of those said ${mean} ± ${error}`,
        );
      }
    }
  });
});

describe("the errors of expectations", () => {
  test("are learned by part of the interval, as the mean square of the last ones", () => {
    const random = new RandomSource("errors").stream("ends");
    const errors = newForecastErrors(30, 3);
    for (let i = 0; i < 2_000; i++) {
      observeForecast(errors, 4, 0.5, 0.5 + (random.uniform() - 0.5) * 0.4);
      observeForecast(errors, 29, 0.5, 0.5 + (random.uniform() - 0.5) * 0.1);
    }
    // Uniform errors have a deviation of their width over √12; the last two hundred know it to a few percent.
    assert.ok(Math.abs(deviationAt(errors, 0) / (0.4 / Math.sqrt(12)) - 1) < 0.15);
    assert.ok(Math.abs(deviationAt(errors, 20) / (0.1 / Math.sqrt(12)) - 1) < 0.15);
    assert.equal(deviationAt(errors, 15), deviationAt(newForecastErrors(30, 3), 15));
  });

  test("keep their size, and survive being written down", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 40, noNaN: true }), share, share)), (seen) => {
        const learned = newForecastErrors(30, 6);
        for (const [elapsed, expected, actual] of seen) observeForecast(learned, elapsed, expected, actual);
        assert.equal(learned.squares.length, 6);
        assert.deepEqual(JSON.parse(JSON.stringify(learned)), learned);
        for (let elapsed = 0; elapsed < 40; elapsed += 5) {
          const deviation = deviationAt(learned, elapsed);
          assert.ok(deviation > 0 && deviation <= 1);
        }
      }),
    );
  });

  test("turn an expectation into a risk that falls as it rises, and is even at the target", () => {
    assert.equal(riskOf(0.8, 0.8, 0.1), 0.5);
    assert.ok(Math.abs(riskOf(0.9, 0.8, 0.1) - 0.15865525393145707) < 1e-12);
    assert.ok(riskOf(0.3, 0.8, 0.01) === 1 && riskOf(1, 0.8, 0.01) < 1e-80);
  });
});

describe("the gate of the risk", () => {
  const off: RiskGate = { on: false, since: 0 };

  test("goes on above a half, stays on for two handle times, and off below 0.35", () => {
    const on = gateAfter(off, 0.51, 100, usualThresholds(270));
    assert.deepEqual(on, { on: true, since: 100 });
    assert.deepEqual(gateAfter(off, 0.5, 100, usualThresholds(270)), off);
    assert.deepEqual(gateAfter(on, 0.1, 639, usualThresholds(270)), on);
    assert.deepEqual(gateAfter(on, 0.1, 640, usualThresholds(270)), { on: false, since: 640 });
    assert.deepEqual(gateAfter(on, 0.36, 5_000, usualThresholds(270)), on);
  });

  test("never flutters: what it says lasts, whatever the risk does", () => {
    const risks = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 300 })),
    );
    fc.assert(
      fc.property(risks, (seen) => {
        let [gate, at] = [off, 0];
        for (const [risk, later] of seen) {
          at += later;
          const next = gateAfter(gate, risk, at, usualThresholds(270));
          if (next.on !== gate.on) {
            assert.equal(next.since, at);
            assert.ok(next.on ? risk > 0.5 : risk < 0.35 && at - gate.since >= 540);
          } else assert.equal(next, gate);
          gate = next;
        }
      }),
    );
  });
});

/** How many of those in line and of those who call in the rest of the interval are answered in time, event by event. */
function playedOut(
  random: Parameters<typeof exponential>[0],
  { remaining, line }: IntervalSoFar,
  { serviceRate, patienceRate, threshold, forecast, staff }: IntervalOutlook,
): number {
  const agents = staff[0]!.agents;
  let busy = agents;
  let answered = 0;
  let now = 0;
  let waiting = line.map((one) => ("elapsed" in one ? -one.elapsed : 0));
  for (;;) {
    const arrivals = now < remaining ? forecast.arrivalRate : 0;
    const total = arrivals + busy * serviceRate + waiting.length * patienceRate;
    now += exponential(random, 1 / total);
    const event = random.uniform() * total;
    if (event < arrivals) {
      if (now > remaining) continue;
      if (busy < agents) {
        busy++;
        answered++;
      } else waiting.push(now);
    } else if (event < arrivals + busy * serviceRate) {
      const [next, ...others] = waiting;
      if (next === undefined) busy--;
      else if (now - next <= threshold) answered++;
      waiting = others;
    } else waiting.splice(Math.floor(random.uniform() * waiting.length), 1);
    if (now > remaining && waiting.length === 0) return answered;
  }
}
