import assert from "node:assert/strict";
import { test } from "node:test";
import type { Observer } from "../../src/exchange/simulated/observer.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { agent, caller, trafficOf } from "./under-test.ts";

/**
 * Exact stationary values of M/M/n+M (Erlang A: Palm 1957; Garnett, Mandelbaum and Reiman 2002), computed from the
 * birth-death chain with 60 digits; a simulation of 4,000,000 customers agrees.
 */
const cases = [
  { n: 20, perHour: 240, handleS: 270, patienceS: 150, atOnce: 0.693430942, abandoned: 0.0603995 },
  { n: 5, perHour: 72, handleS: 240, patienceS: 180, atOnce: 0.504409167, abandoned: 0.172138469 },
];

const CALLERS = 60_000;
const BATCHES = 30;

for (const { n, perHour, handleS, patienceS, atOnce, abandoned } of cases)
  test(`with exponential times, agents who answer at once and hardly a poll, ${n} agents behave as Erlang A says`, async () => {
    const random = new RandomSource(n);
    const stream = (name: string) => random.stream("erlang", name);
    const [gaps, handles, patiences] = [stream("gap"), stream("handle"), stream("patience")];
    let at = 0;
    const callers = Array.from({ length: CALLERS }, (_, i) => {
      at += exponential(gaps, 3_600_000 / perHour);
      return caller(String(i), Math.round(at), {
        handleMs: Math.round(exponential(handles, handleS * 1_000)),
        patienceMs: Math.round(exponential(patiences, patienceS * 1_000)),
      });
    });
    const waits = new Map<string, number>();
    const observer: Observer = {
      heard: () => undefined,
      did: () => undefined,
      queued: () => undefined,
      rungFor: () => undefined,
      wentDown: () => undefined,
      rang: () => undefined,
      rangUntil: () => undefined,
      held: () => undefined,
      letGo: () => undefined,
      served: (call, _agent, when) => waits.set(call, when - callers[Number(call)]!.at),
      ended: () => undefined,
    };
    const clock = new VirtualClock(0);
    new SimulatedExchange({
      clock,
      traffic: trafficOf(callers),
      agents: Array.from({ length: n }, (_, i) => agent(`agent-${i}`)),
      random,
      // Nobody is connected: every caller is seated at once.
      options: { pollMs: 1, missProbability: 0, agentAnswersAfterMs: { from: 0, to: 0 } },
      observer,
    });
    await clock.run(at + 3_600_000);

    const share = (is: (wait: number | undefined) => boolean) =>
      batchMeans(callers.map(({ call }) => (is(waits.get(call)) ? 1 : 0)));
    for (const [measured, exact] of [
      [share((wait) => wait === 0), atOnce],
      [share((wait) => wait === undefined), abandoned],
    ] as const) {
      assert.ok(measured.error < 0.015, `the estimate is too coarse to say anything: ${measured.error}`);
      const t = (measured.mean - exact) / measured.error;
      assert.ok(Math.abs(t) < 4, `${measured.mean} instead of ${exact}, t = ${t}`);
    }
  });

/** Mean and its standard error, from batches long enough to be nearly independent. */
function batchMeans(values: readonly number[]): { mean: number; error: number } {
  const size = Math.floor(values.length / BATCHES);
  const means = Array.from(
    { length: BATCHES },
    (_, batch) =>
      values.slice(batch * size, (batch + 1) * size).reduce((sum, value) => sum + value, 0) / size,
  );
  const mean = means.reduce((sum, value) => sum + value, 0) / BATCHES;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1);
  return { mean, error: Math.sqrt(variance / BATCHES) };
}
