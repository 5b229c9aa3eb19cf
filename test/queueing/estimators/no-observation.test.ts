import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beginDay,
  newArrivalPattern,
  observeArrival,
} from "../../../src/queueing/estimators/arrival-pattern.ts";
import { newForecastErrors, observeForecast } from "../../../src/queueing/estimators/forecast-errors.ts";
import { mergedProbabilities, newProbability } from "../../../src/queueing/estimators/learned-probability.ts";
import { newServingAgents, observeAgents } from "../../../src/queueing/estimators/serving-agents.ts";
import { newWaitBias, observeWait } from "../../../src/queueing/estimators/wait-bias.ts";

const none = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

test("what is no number teaches nothing, and nothing throws", () => {
  const bias = newWaitBias();
  const errors = newForecastErrors(1800, 6);
  const agents = newServingAgents(600);
  const pattern = newArrivalPattern({ kinds: 7, expected: [5, 5], days: 1, variation: 0.1, memory: 5 });
  beginDay(pattern, 0);
  observeAgents(agents, { own: 1, elsewhere: 1, paused: 0 }, 0);
  const before = JSON.stringify([bias, errors, agents, pattern]);
  for (const value of none) {
    observeWait(bias, 60, value);
    observeWait(bias, value, 60);
    observeForecast(errors, value, 0.5, 0.5);
    observeForecast(errors, 60, value, 0.5);
    observeForecast(errors, 60, 0.5, value);
    observeAgents(agents, { own: value, elsewhere: 1, paused: 0 }, 60);
    observeAgents(agents, { own: 1, elsewhere: 1, paused: 0 }, value);
    observeArrival(pattern, 0, value);
  }
  assert.equal(JSON.stringify([bias, errors, agents, pattern]), before);
});

test("an expectation outside of 0 to 1 counts as the nearest share", () => {
  const [beyond, at] = [newForecastErrors(1800, 6), newForecastErrors(1800, 6)];
  observeForecast(beyond, 60, 1.2, -0.1);
  observeForecast(at, 60, 1, 0);
  assert.deepEqual(beyond, at);
});

test("a kind of day that there is not, and priors that differ, are refused", () => {
  const pattern = newArrivalPattern({ kinds: 7, expected: [5], days: 1, variation: 0.1, memory: 5 });
  for (const kind of [9, -1, 0.5]) assert.throws(() => beginDay(pattern, kind), { name: "ParameterError" });
  const prior = { probability: 0.5, weight: 2, memory: 50 };
  for (const other of [{ probability: 0.6 }, { memory: 60 }])
    assert.throws(() => mergedProbabilities(newProbability(prior), newProbability({ ...prior, ...other })), {
      name: "ParameterError",
    });
});
