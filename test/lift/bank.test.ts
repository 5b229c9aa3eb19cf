import assert from "node:assert/strict";
import { test } from "node:test";
import { isBadRow, type LoggedCall, readCallLog } from "../../src/history/call-log.ts";
import { localDays } from "../../src/lift/calls/local-days.ts";
import { LiftMeasure } from "../../src/lift/estimate.ts";
import { liftOf } from "../../src/lift/levels.ts";
import type { LiftCall } from "../../src/lift/lift-call.ts";
import { BANK_ZONE, bankMonth, withoutBankData } from "../history/bank-data.ts";

/** A call of a centre that called nobody back. */
function withoutOffer({ arrivedAt, skill, agent, handleMs, waitMs, outcome }: LoggedCall): LiftCall {
  return {
    arrivedAt,
    skill,
    agent,
    handleMs,
    waitMs,
    joinedAfterMs: 0,
    ringMs: null,
    answered: outcome === "answered",
    treatment: "not-eligible",
    customer: null,
    eligibleAfterMs: 0,
    callback: null,
  };
}

for (const month of ["1999-02", "1999-03"])
  test(`the days of ${month} of a bank that called nobody back are lived again as they were: their level, to a point`, {
    skip: withoutBankData,
  }, async () => {
    const calls: LiftCall[] = [];
    for await (const rows of readCallLog(bankMonth(month), BANK_ZONE).rows)
      for (const row of rows) if (!isBadRow(row)) calls.push(withoutOffer(row));
    const measure = new LiftMeasure(localDays(calls, BANK_ZONE), () => 20_000);
    const missed = liftOf(measure.happened("promise"), measure.withoutSmartWait());
    assert.ok(Math.abs(missed) < 1, `${missed} points`);
  });
