import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { formatLocal } from "../../src/time/dates.ts";
import { type CallStory, conclusionsOf } from "./call-stories.ts";
import { apiInMemory, diagram2Path } from "./in-memory-journal.ts";

/** Near a midnight, the end of a month, and where clocks change, forward and back. */
const moments: Readonly<Record<string, readonly string[]>> = {
  "America/Bogota": ["2026-02-28T23:59:58-05:00", "2026-03-31T23:30:00-05:00"],
  "Europe/Madrid": ["2026-03-29T01:30:00+01:00", "2026-10-25T02:10:00+02:00", "2026-12-31T23:59:00+01:00"],
  "America/Santiago": ["2026-04-04T23:30:00-03:00", "2026-09-05T23:50:00-04:00"],
};

interface Wanted {
  readonly zone: string;
  readonly calls: readonly CallStory[];
  /** Seconds of the range before and after the moment. */
  readonly beforeS: number;
  readonly afterS: number;
  readonly middle: number;
}

const offMs = fc.oneof(
  fc.integer({ min: -7_200_000, max: 7_200_000 }),
  fc.integer({ min: -90_000_000, max: 90_000_000 }),
  fc.integer({ min: -3, max: 3 }).map((s) => s * 1_000),
);
const wanted: fc.Arbitrary<Wanted> = fc
  .constantFrom(...Object.entries(moments).flatMap(([zone, all]) => all.map((at) => [zone, at] as const)))
  .chain(([zone, at]) => {
    const middle = Date.parse(at);
    const call = fc
      .record({
        off: offMs,
        skill: fc.constantFrom(1, 2, 30),
        asked: fc.boolean(),
        fate: fc.constantFrom("NO", "NO", "YES", "OK", "FAIL", "NO USER", "STOP NEW"),
        attempts: fc.nat(2),
      })
      .map(({ off, skill, asked, fate, attempts }): CallStory => {
        const arrived = middle + off;
        if (!asked || fate === "NO") return { skill, at: arrived, asked, from: "+573001112233" };
        const end = fate === "YES" ? {} : { end: { status: fate as "OK", at: arrived + 5_000_000 } };
        return {
          skill,
          at: arrived,
          asked,
          callback: {
            number: "+573009998877",
            attempts: Array.from({ length: attempts }, (_, n) => ({
              dialledAt: arrived + (n + 1) * 300_000,
              endedAt: arrived + (n + 1) * 300_000 + 25_000,
            })),
            ...end,
          },
        };
      });
    return fc.record({
      zone: fc.constant(zone),
      middle: fc.constant(middle),
      calls: fc.array(call, { maxLength: 40 }),
      beforeS: fc.oneof(fc.nat(3), fc.nat(7_200), fc.nat(100_000)),
      afterS: fc.oneof(fc.nat(3), fc.nat(7_200), fc.nat(100_000)),
    });
  });

test("diagram_2 is the sum of diagram_3, and both are what happened, for any history and range to the second", async () => {
  const at = await apiInMemory();
  let n = 0;
  await fc.assert(
    fc.asyncProperty(wanted, async ({ zone, calls, middle, beforeS, afterS }) => {
      const operation = await at.journal.addOperation(`operation ${++n}`, zone);
      const { token } = await createToken(at.journal.store, { operation, emptyAsSuccess: true }, 0);
      const { steps, people } = conclusionsOf(calls);
      await at.journal.conclude(operation, steps, people);
      const compact = (moment: number) => formatLocal(moment, zone).replaceAll(/\D/g, "");
      const range = {
        date_ini: compact(middle - beforeS * 1_000),
        date_end: compact(middle + afterS * 1_000),
      };
      // Between two occurrences of the same hour the range may be none.
      fc.pre(range.date_ini <= range.date_end);
      const rowsOf = async (api: string) => {
        const url = diagram2Path({ api, ...range });
        const answer = await at.api.inject({ url, headers: { "wolkvox-token": token } });
        assert.equal(answer.statusCode, 200, answer.body);
        return JSON.parse(answer.body).data as Record<string, string>[];
      };
      const [consolidated, detail] = [await rowsOf("diagram_2"), await rowsOf("diagram_3")];
      assert.deepEqual(consolidated, summed(detail));
      // A local time that comes twice is its first occurrence, one that is skipped moves forward.
      const momentOf = (text: string, moreS: number) =>
        Temporal.PlainDateTime.from(text.replace(/^(.{8})(.{6})$/, "$1T$2"))
          .add({ seconds: moreS })
          .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
      const [from, to] = [momentOf(range.date_ini, 0), momentOf(range.date_end, 1)];
      const inRange = ({ at: arrived, asked }: CallStory) =>
        asked === true && arrived >= from && arrived < to;
      const happened = calls.filter(inRange).map(({ at: arrived, callback }) => ({
        date: formatLocal(arrived, zone),
        status: callback ? (callback.end?.status ?? "YES") : "NO",
      }));
      assert.deepEqual(
        detail.map((row) => `${row["date_inbound_call"]} ${row["status"]}`).sort(),
        happened.map(({ date, status }) => `${date} ${status}`).sort(),
      );
    }),
    { numRuns: 120 },
  );
  await at.api.close();
});

function summed(detail: readonly Record<string, string>[]): Record<string, string>[] {
  const skills = [...new Set(detail.map((row) => Number(row["skill_id"])))].sort((a, b) => a - b);
  return skills.map((skill) => {
    const statuses = detail.filter((row) => Number(row["skill_id"]) === skill).map((row) => row["status"]);
    const count = (...wantedStatuses: string[]) =>
      String(statuses.filter((status) => wantedStatuses.includes(status!)).length);
    return {
      skill_id: String(skill),
      treatment: String(statuses.length),
      customer_say_no: count("NO"),
      customer_say_yes: count("YES", "OK", "NO USER", "STOP NEW", "FAIL"),
      recall_fail: count("FAIL", "NO USER"),
      recall_ok: count("OK"),
      service_level_up: "",
    };
  });
}
