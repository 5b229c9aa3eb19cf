import assert from "node:assert/strict";
import { test } from "node:test";
import { isBadRow, readCallLog } from "../../../src/history/call-log.ts";
import { usualWillingness } from "../../../src/replay/centre/centre-day.ts";
import { compare } from "../../../src/replay/what-if/comparison.ts";
import { recordSettings } from "../../../src/replay/what-if/record-settings.ts";
import { whatIf } from "../../../src/replay/what-if/what-if.ts";
import { localDateOf } from "../../../src/time/local-time.ts";
import { BANK_ZONE, bankMonth, withoutBankData } from "../../history/bank-data.ts";

test("ten days of a real bank are reproduced: their level, their abandonment, and one by one", {
  skip: withoutBankData,
}, async () => {
  const rows = async function* () {
    for await (const piece of readCallLog(bankMonth("1999-02"), BANK_ZONE).rows)
      yield piece.filter((row) => !isBadRow(row) && localDateOf(row.arrivedAt, BANK_ZONE) <= "1999-02-10");
  };
  const found = await whatIf({
    recording: {
      open: async () => [{ name: "bank", log: { rows: rows(), digest: () => "" } }],
      timeZone: BANK_ZONE,
      skipBad: false,
    },
    variants: ({ skillIds, classes }) => [
      {
        settings: recordSettings(BANK_ZONE, skillIds, { smartWait: "off" }, classes),
        willingness: usualWillingness,
      },
    ],
    seeds: 1,
  });
  const { record, model, dailyMissPoints, doubts } = compare(found);
  const miss = (name: "serviceLevelStrict" | "abandonedShare") =>
    Math.abs(100 * (model[name]! - record[name]!));
  assert.ok(miss("serviceLevelStrict") < 1.8, `level off by ${miss("serviceLevelStrict")}`);
  assert.ok(miss("abandonedShare") < 1.2, `abandonment off by ${miss("abandonedShare")}`);
  assert.ok(dailyMissPoints! < 3, `days off by ${dailyMissPoints}`);
  assert.deepEqual(doubts, []);
});
