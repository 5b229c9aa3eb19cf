import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { isSimulated, parseConfiguration } from "../../src/configuration/configuration.ts";
import type { LoadSums } from "../../src/journal/load-sums.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { staffing } from "../../src/reports/staffing.ts";
import { simulatePastDay } from "../../src/server/simulated/simulation.ts";

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
/** Monday 2 March 2026, midnight in Bogotá. */
const MONDAY = Date.parse("2026-03-02T05:00:00Z");

function load(start: number, some: Partial<LoadSums> = {}): LoadSums {
  const none = { answered: 0, answeredByReturnCall: 0, abandoned: 0, open: 0, hungUp: 0 };
  return { skill: 1, start, offered: 1, ...none, waitMs: 0, handleMs: 0, handled: 0, ...some };
}

describe("the staffing report", () => {
  test("means calls an hour over the days on which the skill had a call", () => {
    const [tenMonday, tenTuesday] = [MONDAY + 10 * HOUR_MS, MONDAY + 34 * HOUR_MS];
    const rows = staffing(
      [
        load(tenMonday, { offered: 8 }),
        load(tenMonday + QUARTER_MS, { offered: 4 }),
        load(tenMonday + HOUR_MS, { offered: 3 }),
        load(tenTuesday, { offered: 6 }),
      ],
      "America/Bogota",
      "hour",
    );
    assert.deepEqual(
      rows.map(({ weekday, hour, hours, offered, callsPerHour }) => [
        weekday,
        hour,
        hours,
        offered,
        callsPerHour,
      ]),
      [
        [null, 10, 2, 18, 9],
        [null, 11, 2, 3, 1.5],
      ],
    );
  });

  test("takes as the hours of a weekday those in which calls come on it", () => {
    const sums = [0, 7].flatMap((days) => [
      load(MONDAY + days * 24 * HOUR_MS + 9 * HOUR_MS, { offered: 5 }),
      load(MONDAY + days * 24 * HOUR_MS + 10 * HOUR_MS, { offered: 7 }),
    ]);
    const saturday = load(MONDAY + 5 * 24 * HOUR_MS + 9 * HOUR_MS, { offered: 2 });
    const byWeekday = staffing([...sums, saturday], "America/Bogota", "weekday");
    assert.deepEqual(
      byWeekday.map(({ weekday, hours, callsPerHour }) => [weekday, hours, callsPerHour]),
      [
        [1, 4, 6],
        [6, 1, 2],
      ],
    );
    const both = staffing([...sums, saturday], "America/Bogota", "weekday-hour");
    assert.deepEqual(
      both.map(({ weekday, hour, hours, callsPerHour }) => [weekday, hour, hours, callsPerHour]),
      [
        [1, 9, 2, 5],
        [1, 10, 2, 7],
        [6, 9, 1, 2],
      ],
    );
  });

  test("is local to the operation, also where clocks stand half an hour apart", () => {
    const at = Date.parse("2026-03-01T18:45:00Z");
    const [row] = staffing([load(at)], "Asia/Kolkata", "weekday-hour");
    assert.deepEqual([row!.weekday, row!.hour], [1, 0]);
    assert.deepEqual(
      staffing([load(at)], "UTC", "weekday-hour").map(({ weekday }) => weekday),
      [7],
    );
  });

  test("takes patience from all waits by those who hung up, and says nothing where nothing is known", () => {
    const [row] = staffing(
      [load(MONDAY, { offered: 10, hungUp: 2, waitMs: 300_000, handleMs: 1_000_000, handled: 4 })],
      "UTC",
      "hour",
    );
    assert.deepEqual([row!.patienceS, row!.ahtS], [150, 250]);
    const [unknown] = staffing([load(MONDAY)], "UTC", "hour");
    assert.deepEqual([unknown!.patienceS, unknown!.ahtS], [null, null]);
  });
});

const CONFIGURATION = `
operations:
  - name: clinic
    timeZone: America/Bogota
    skills:
      - { id: 1, name: desk, offerAfterS: 20, holdOut: false }
      - { id: 2, name: lab, smartWait: off }
    callingHours: 00:00-24:00
    exchange:
      simulated:
        seed: staffing
        traffic:
          - { skill: 1, callsPerDay: 500, meanHandleS: 200, meanPatienceS: 200 }
          - { skill: 2, callsPerDay: 150, meanHandleS: 100, meanPatienceS: 60 }
        agents: [{ count: 2, skills: [1], shift: "00:00-24:00", wrapUpS: 5 }, { count: 1, skills: [2], shift: "00:00-24:00", wrapUpS: 5 }]
`;

describe("the loads that the staffing report is made of", () => {
  const folder = mkdtempSync(join(tmpdir(), "espera-staffing-"));
  let store: Store;
  let readModels: ReadModels;
  let record: OperationRecord;
  let database: DatabaseSync;

  before(async () => {
    store = await openSqliteStore({ directory: folder });
    const configured = parseConfiguration(CONFIGURATION, "espera.yaml").find(isSimulated)!;
    const { timeZone } = configured.settings;
    record = await store.openOperation({ name: "clinic", timeZone, simulated: true });
    const settings = { ...configured.settings, version: 1 };
    await store.addSettings(record.id, settings, MONDAY);
    await simulatePastDay(store, { simulation: configured.exchange, record, settings }, "2026-03-02");
    readModels = store.readModels();
    database = new DatabaseSync(join(folder, "espera.db"), { readOnly: true });
  });
  after(async () => {
    database.close();
    await readModels.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const range = fc.tuple(
    fc.integer({ min: 0, max: 24 * HOUR_MS }),
    fc.integer({ min: 0, max: 24 * HOUR_MS }),
  );

  test("add up to the service-level report over any range", async () => {
    await fc.assert(
      fc.asyncProperty(range, async ([one, other]) => {
        const [from, to] = [MONDAY + Math.min(one, other), MONDAY + Math.max(one, other)];
        const sums = await readModels.loadSums(record.id, from, to);
        for (const level of await readModels.serviceLevelCounts(record.id, from, to, 20_000)) {
          const own = sums.filter(({ skill }) => skill === level.skill);
          for (const member of ["offered", "answered", "answeredByReturnCall", "abandoned", "open"] as const)
            assert.equal(
              own.reduce((sum, counted) => sum + counted[member], 0),
              level[member],
              member,
            );
        }
        assert.ok(sums.every(({ start }) => start % QUARTER_MS === 0));
      }),
      { numRuns: 40 },
    );
  });

  test("have the waits and conversations that the tables say", async () => {
    const rows = database
      .prepare(
        `SELECT calls.skill, calls.arrived_at AS arrived, calls.answered_at AS answered, calls.ended_at AS ended,
           calls.outcome, callbacks.registered_at AS registered, attempts.joined_at AS joined,
           attempts.talk_ended_at AS talkEnded
         FROM calls LEFT JOIN callbacks USING (operation, run, id)
         LEFT JOIN attempts ON attempts.callback = callbacks.id AND attempts.result = 'joined'`,
      )
      .all() as unknown as Record<string, number | null>[];
    assert.ok(rows.filter(({ joined }) => joined !== null).length > 10, "some were called back");
    const sums = await readModels.loadSums(record.id, MONDAY, MONDAY + 24 * HOUR_MS);
    for (const skill of [1, 2]) {
      const own = rows.filter((row) => row["skill"] === skill);
      const wanted = { hungUp: 0, waitMs: 0, handleMs: 0, handled: 0 };
      for (const { arrived, answered, ended, outcome, registered, joined, talkEnded } of own) {
        if ((outcome as unknown) === "abandoned" && registered === null) wanted.hungUp++;
        wanted.waitMs += (answered ?? registered ?? ended ?? arrived)! - arrived!;
        const [from, to] = answered === null ? [joined, talkEnded] : [answered, ended];
        if (from != null && to != null && to > from) {
          wanted.handleMs += to - from;
          wanted.handled++;
        }
      }
      for (const member of ["hungUp", "waitMs", "handleMs", "handled"] as const)
        assert.equal(
          sums.filter((one) => one.skill === skill).reduce((sum, one) => sum + one[member], 0),
          wanted[member],
          `${member} of skill ${skill}`,
        );
      assert.ok(wanted.hungUp > 0 && wanted.handled > 0);
    }
  });
});
