import assert from "node:assert/strict";
import { test } from "node:test";
import { LawsBySkill, type LawsOf } from "../../src/lift/laws/laws-by-skill.ts";
import type { LiftCall, Treatment } from "../../src/lift/lift-call.ts";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";

const PATIENCE_MS = 80_000;
const ANSWERED_MS = 100_000;

function callOf(treatment: Treatment, patience: number): LiftCall {
  const answered = patience >= ANSWERED_MS;
  return {
    arrivedAt: 0,
    customer: null,
    skill: "PS",
    agent: null,
    handleMs: null,
    waitMs: treatment === "accepted" ? 0 : Math.min(patience, ANSWERED_MS),
    joinedAfterMs: 0,
    ringMs: null,
    answered,
    treatment,
    eligibleAfterMs: 0,
    callback: treatment === "accepted" ? { firstDialMs: null, connectedMs: null, promiseKept: false } : null,
  };
}

/** 20 days on which few are held out, and all are equally patient. */
function lawsOfMonth(month: number): LawsBySkill {
  const random = new RandomSource("laws").stream("month", month);
  const each = { "not-eligible": 60, "held-out": 10, declined: 60, accepted: 40 } as const;
  return new LawsBySkill(
    Array.from({ length: 20 }, () =>
      Object.entries(each).flatMap(([treatment, count]) =>
        Array.from({ length: count }, () =>
          callOf(treatment as Treatment, Math.floor(exponential(random, PATIENCE_MS))),
        ),
      ),
    ),
  );
}

const mediansOf = (lawsOf: LawsOf) => {
  const { notEligible, eligible } = lawsOf("PS");
  return [notEligible, ...Object.values(eligible)].map((law) => law.beyond(0, 0.5));
};

test("laws of days drawn again differ as much as those of other months do", () => {
  const random = new RandomSource("laws").stream("drawn again");
  const months = Array.from({ length: 40 }, (_, month) => {
    const laws = lawsOfMonth(month);
    return {
      found: mediansOf(laws.found()),
      redrawn: Array.from({ length: 6 }, () => mediansOf(laws.resampled(random))),
    };
  });
  for (const law of months[0]!.found.keys()) {
    const ofMonths = varianceOf(months.map(({ found }) => found[law]!));
    const ofRedrawn = meanOf(
      months.map(({ redrawn }) => varianceOf(redrawn.map((medians) => medians[law]!))),
    );
    const ratio = Math.sqrt(ofRedrawn / ofMonths);
    assert.ok(ratio > 0.8 && ratio < 1.25, `law ${law}: ${ratio} times as much`);
  }
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
