import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type PlayedCall, playHistory } from "../../../bench/recorded-history.ts";
import { newAnswerRate, observeAnswer, ratePerMs } from "../../../src/line/learning/answer-rate.ts";
import { predictWait } from "../../../src/line/learning/predict-wait.ts";
import { queueLengthWait } from "../../../src/queueing/waits/wait-prediction.ts";
import { type Centre, generatedCalls, HOUR_MS, SECOND_MS } from "./generated-centre.ts";

const usual: Centre = {
  agents: 20,
  handleMs: 240 * SECOND_MS,
  patienceMs: 240 * SECOND_MS,
  load: 1.15,
  hours: 26,
};
/** Teams of any size, with short and long calls, patient and impatient callers, and some that the centre takes first. */
const centres: Readonly<Record<string, Centre>> = {
  "20 agents": usual,
  "60 agents": { ...usual, agents: 60, load: 1.05 },
  "3 agents": { ...usual, agents: 3 },
  "3 agents, calls of a minute": { ...usual, agents: 3, handleMs: 60 * SECOND_MS },
  "calls of ten minutes": { ...usual, handleMs: 600 * SECOND_MS, patienceMs: 600 * SECOND_MS },
  "patient callers": { ...usual, patienceMs: 1_200 * SECOND_MS },
  "impatient callers": { ...usual, patienceMs: 60 * SECOND_MS, load: 1.4 },
  "patience of two stages": { ...usual, patienceStages: 2, load: 1.3 },
  "classes that nobody knows of": { ...usual, creditsMs: [0, 90 * SECOND_MS, 180 * SECOND_MS] },
};

/** The squared errors of callers who were answered after a wait which the plain rule could tell too. */
class Errors {
  #learned = 0;
  #plain = 0;
  count = 0;

  add(learnedMs: number, plainMs: number, waitMs: number): void {
    this.#learned += (learnedMs - waitMs) ** 2;
    this.#plain += (plainMs - waitMs) ** 2;
    this.count++;
  }

  /** The error of what is learned over that of the plain rule. */
  get ratio(): number {
    return Math.sqrt(this.#learned / this.#plain);
  }
}

/** The errors by hour of the call. */
function errorsByHour(calls: readonly PlayedCall[], into: Map<number, Errors>): void {
  const rate = newAnswerRate();
  const said = new Map<PlayedCall, { readonly learned: number; readonly plain: number }>();
  playHistory(calls, {
    arrival: (call, view, known) => {
      const answers = ratePerMs(rate, view.at);
      if (call.waitMs === 0 || answers === null) return;
      const plain = queueLengthWait({ ahead: [...view.waiting].length, agents: 1, serviceRate: answers });
      said.set(call, { learned: predictWait(known, call.standing, view).meanMs, plain });
    },
    ended: (call, at, skills) => {
      if (skills) observeAnswer(rate, at);
      const both = said.get(call);
      if (!skills || !both) return;
      const hour = Math.floor(call.at / HOUR_MS);
      const errors = into.get(hour) ?? new Errors();
      into.set(hour, errors);
      errors.add(both.learned, both.plain, call.waitMs);
    },
  });
}

describe("what is learned of a fresh skill", () => {
  for (const [name, centre] of Object.entries(centres))
    test(`predicts no worse than the plain rule in the first hour: ${name}`, () => {
      const errors = new Map<number, Errors>();
      for (let seed = 0; seed < 20; seed++)
        errorsByHour(generatedCalls(`fresh ${seed}`, { ...centre, hours: 1 }), errors);
      const first = errors.get(0)!;
      assert.ok(first.count > 300 && first.ratio < 1, `${first.ratio} of ${first.count} callers`);
    });

  for (const [name, centre] of Object.entries(centres))
    test(`predicts better than the plain rule by a tenth after a day: ${name}`, () => {
      const errors = new Map<number, Errors>();
      for (let seed = 0; seed < 3; seed++) errorsByHour(generatedCalls(`day ${seed}`, centre), errors);
      const later = [...errors].filter(([hour]) => hour >= 24).map(([, { ratio }]) => ratio);
      assert.ok(Math.max(...later) < 0.9, later.join());
    });
});
