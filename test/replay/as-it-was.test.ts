import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { callLogFile, type LoggedCall } from "../../src/history/call-log.ts";
import { type CallAsItWas, replayAsItWas } from "../../src/replay/as-it-was/as-it-was.ts";
import type { IntervalRisk } from "../../src/replay/as-it-was/interval-risks.ts";
import { readWholeHistory } from "../../src/replay/as-it-was/whole-history.ts";
import { BANK_ZONE, bankMonth, withoutBankData } from "../history/bank-data.ts";
import { monday } from "../line/generated-settings.ts";

const target = { share: 0.8, withinMs: 20_000 };
const given = { timeZone: "America/Bogota", target, offerAfterMs: 30_000, judgement: "learned" } as const;

describe("recorded days as they were", () => {
  it("judge no call by anything of its second or later: another future changes nothing before it", () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), (log, at, otherwise) => {
        const { arrivedAt } = log[at % log.length]!;
        const other = changedFrom(log, arrivedAt, otherwise);
        const until = ({ call }: CallAsItWas) => call.arrivedAt <= arrivedAt;
        const rows = played(other).filter(until);
        for (const [index, row] of played(log).filter(until).entries()) {
          const { call, ...judged } = rows[index]!;
          const { call: _call, ...expected } = row;
          assert.deepEqual(judged, expected, `${call.callId} of ${call.arrivedAt}`);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("look at the risk of an interval by nothing that came after the look", () => {
    fc.assert(
      fc.property(logs, fc.nat(), fc.nat(), (log, at, otherwise) => {
        const { arrivedAt } = log[at % log.length]!;
        const looks = (calls: readonly LoggedCall[]) =>
          new Map(
            risksOf(calls)
              .filter(({ start, minutesIn }) => start + minutesIn * 60_000 <= arrivedAt)
              .map(({ skill, start, minutesIn, risk, offeredSoFar, levelSoFar }) => [
                `${skill} ${start} ${minutesIn}`,
                { risk, offeredSoFar, levelSoFar },
              ]),
          );
        const others = looks(changedFrom(log, arrivedAt, otherwise));
        for (const [look, seen] of looks(log)) assert.deepEqual(others.get(look) ?? seen, seen, look);
      }),
      { numRuns: 50 },
    );
  });

  it("give a row for every call, in the order of arrival", () => {
    fc.assert(
      fc.property(logs, (log) => {
        assert.deepEqual(
          played(log).map(({ call }) => call),
          log,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("end each interval in which somebody called with the level that it had", () => {
    fc.assert(
      fc.property(logs, (log) => {
        for (const { skill, start, offered, level } of risksOf(log)) {
          const own = log.filter(
            (call) => (skill === "*" || call.skill === skill) && halfHourOf(call.arrivedAt) === start,
          );
          const met = own.filter(
            ({ outcome, waitMs }) => outcome === "answered" && waitMs <= target.withinMs,
          );
          assert.equal(offered, own.length);
          assert.ok(Math.abs(level - met.length / own.length) < 1e-9);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("of a real centre are predicted better than boosted trees do", { skip: withoutBankData }, async () => {
    const files = ["1999-01", "1999-02"].map((month) => {
      const name = bankMonth(month);
      return { name, log: callLogFile(name, BANK_ZONE)() };
    });
    const { calls } = await readWholeHistory(files);
    const february = Temporal.ZonedDateTime.from(`1999-02-01[${BANK_ZONE}]`).epochMilliseconds;
    const waited: CallAsItWas[] = [];
    replayAsItWas({
      ...given,
      timeZone: BANK_ZONE,
      calls,
      call: (one) => {
        const { arrivedAt, outcome, waitMs } = one.call;
        if (arrivedAt >= february && outcome === "answered" && waitMs > 0) waited.push(one);
      },
    });
    const squares = waited.map(({ call, predicted }) => ((predicted!.meanMs - call.waitMs) / 1_000) ** 2);
    const rmse = Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / waited.length);
    assert.ok(rmse < 65, `${rmse} s: boosted trees that knew January come to 65`);
    for (const [share, of] of [
      [0.5, "p50Ms"],
      [0.8, "p80Ms"],
      [0.9, "p90Ms"],
    ] as const) {
      const under = waited.filter(({ call, predicted }) => call.waitMs <= predicted![of]).length;
      assert.ok(Math.abs(under / waited.length - share) < 0.03, `${under} of ${waited.length} under ${of}`);
    }
  });
});

/** Some calls of two skills and few agents within an hour or two, in order of arrival; some come in one second. */
const logs = fc
  .array(
    fc.record({
      afterS: fc.constantFrom(0, 0, 1, 5, 30, 90, 600),
      skill: fc.constantFrom("a", "a", "b"),
      customer: fc.option(fc.constantFrom("p1", "p2", "p3", "p4", "p5")),
      waitS: fc.constantFrom(0, 0, 3, 20, 21, 90, 300),
      gaveUp: fc.boolean(),
      handleS: fc.constantFrom(0, 30, 120, 600, 20_000),
      agent: fc.option(fc.constantFrom("x", "y", "z")),
    }),
    { minLength: 2, maxLength: 60 },
  )
  .map((drawn) => {
    let at = monday;
    return drawn.map(({ afterS, skill, customer, waitS, gaveUp, handleS, agent }, index): LoggedCall => {
      at += afterS * 1_000;
      return {
        line: index + 2,
        logId: String(index),
        callId: String(index),
        arrivedAt: at,
        customer,
        skill,
        waitMs: waitS * 1_000,
        outcome: gaveUp ? "abandoned" : "answered",
        handleMs: gaveUp ? null : handleS * 1_000,
        agent: gaveUp ? null : agent,
      };
    });
  });

/**
 * Calls that arrive from then on, and what happens from then on to those who came before, are others. The order of who calls when
 * stays, so that rows can be compared.
 */
function changedFrom(log: readonly LoggedCall[], at: number, otherwise: number): LoggedCall[] {
  return log.map((call, index) => {
    const answeredAt = call.arrivedAt + call.waitMs;
    const swing = ((otherwise + index) % 7) * 1_000;
    if (answeredAt < at) {
      const { handleMs } = call;
      const isOver = handleMs === null || answeredAt + handleMs < at;
      return isOver ? call : { ...call, handleMs: Math.max(at - answeredAt, 1_000) + swing };
    }
    const waitMs = Math.max(at - call.arrivedAt, 0) + swing;
    return { ...call, waitMs, outcome: "abandoned", handleMs: null, agent: null };
  });
}

function played(calls: readonly LoggedCall[]): CallAsItWas[] {
  const rows: CallAsItWas[] = [];
  replayAsItWas({ ...given, calls, call: (row) => rows.push(row) });
  return rows;
}

function risksOf(calls: readonly LoggedCall[]): (Omit<IntervalRisk, "scope"> & { readonly skill: string })[] {
  const risks: (Omit<IntervalRisk, "scope"> & { readonly skill: string })[] = [];
  replayAsItWas({ ...given, calls, call: () => {}, risk: (risk) => risks.push(risk) });
  return risks;
}

function halfHourOf(at: number): number {
  return Math.floor(at / 1_800_000) * 1_800_000;
}
