import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import fc from "fast-check";
import { Fault } from "../../src/faults/faults.ts";
import type { Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { Changes, project } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import { decide } from "../../src/line/decide.ts";
import type { Fact } from "../../src/line/facts.ts";
import type { SkillSettings } from "../../src/line/settings.ts";
import { emptyState } from "../../src/line/state.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { importCallLog } from "../../src/operation/imports/import.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import { serviceLevel } from "../../src/reports/service-level.ts";
import { localDayRange } from "../../src/time/dates.ts";
import { bankMonth, withoutBankData } from "./bank-data.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-import-"));
after(() => rmSync(folder, { recursive: true }));

const HEADER = "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent";
/** The zone in which tests state local times. */
const ZONE = "America/Bogota";

function written(rows: readonly string[], name = "calls.csv"): string {
  const file = join(folder, name);
  writeFileSync(file, `${[HEADER, ...rows].join("\n")}\n`);
  return file;
}

/** `count` calls of one morning, a second apart; every fifth is abandoned. */
function manyRows(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const time = new Date(Date.UTC(2024, 4, 2, 8) + index * 1000).toISOString().slice(0, 19);
    const end = index % 5 === 0 ? "abandoned,," : "answered,60,A1";
    return `${time},c${index},${index % 3 === 0 ? "" : `customer-${index % 97}`},${index % 2 ? "PS" : "NW"},${index % 40},${end}`;
  });
}

async function stepsOf(store: Store, operation: number): Promise<Step[]> {
  const steps: Step[] = [];
  for (const run of await store.runs(operation)) {
    for await (const chunk of store.steps(run, 0)) steps.push(...chunk);
  }
  return steps;
}

/** The steps that an import which was cut off left behind. */
async function stepsLeft(store: Store, name: string): Promise<number> {
  const operation = (await store.operations()).find((one) => one.name === name);
  return operation ? (await stepsOf(store, operation.id)).length : 0;
}

const recordedOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.fact.type === "call-recorded" ? [step.fact.recorded] : []));

/** The store with some of its methods replaced. */
function withMethods(store: Store, replaced: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(replaced, name) ?? Reflect.get(target, name);
      return typeof method === "function" ? method.bind(target) : method;
    },
  });
}

/** The store until it has taken `appends` batches; then its machine loses power. */
function failingAfter(appends: number, store: Store): Store {
  let taken = 0;
  return withMethods(store, {
    append: (...given) =>
      taken++ < appends ? store.append(...given) : Promise.reject(new Error("the power went")),
  });
}

async function faultOf(doing: Promise<unknown>): Promise<string> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return "none";
}

/** A call that Espera took part in. */
async function appendLiveCall(
  store: Store,
  operation: number,
  {
    call,
    skill,
    at,
    ...fact
  }: Pick<Extract<Fact, { type: "call-joined" }>, "type" | "call" | "skill" | "at">,
): Promise<void> {
  const run = await store.openRun(operation, { kind: "live", name: "live" });
  const joined: Fact = { ...fact, call, skill, at, caller: { person: null, number: "anonymous" } };
  const decided = decide(emptyState(defaultSettings(ZONE)), joined);
  const step: Step = { seq: 1, fact: joined, ...decided, coreVersion: CORE_VERSION, settingsVersion: 1 };
  const changes = new Changes();
  project(changes, step, step.events);
  await store.append(run, { steps: [step], changes, people: [] });
}

describe("importing a call log", () => {
  let store: Store;
  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
  });
  afterEach(() => store.close());

  const report = async (operation: number, from: string, to: string, withinMs = 20_000) => {
    const readModels = store.readModels();
    try {
      return await serviceLevel(readModels, operation, localDayRange(from, to, ZONE), withinMs);
    } finally {
      await readModels.close();
    }
  };

  test("gives the reports the calls of each skill, by their local day", async () => {
    const row = fc.record({
      day: fc.constantFrom("2024-05-01", "2024-05-02", "2024-05-03"),
      time: fc.constantFrom("00:00:00", "12:30:00", "23:59:59"),
      skill: fc.constantFrom("PS", "NW"),
      wait: fc.constantFrom(0, 19, 20, 21, 300),
      answered: fc.boolean(),
    });
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
        nth++;
        const file = written(
          rows.map(
            ({ day, time, skill, wait, answered }, index) =>
              `${day}T${time},c${index},,${skill},${wait},${answered ? "answered,5,A" : "abandoned,,"}`,
          ),
        );
        const { operation } = await importCallLog({ store, operation: `Bank ${nth}`, file });
        const { skills, total } = await report(operation.id, "2024-05-02", "2024-05-02");
        const onTheDay = rows.filter(({ day }) => day === "2024-05-02");
        for (const name of ["PS", "NW"]) {
          const calls = onTheDay.filter(({ skill }) => skill === name);
          const found = skills.find((skill) => skill.name === name);
          assert.equal(found?.offered ?? 0, calls.length);
          assert.equal(found?.abandoned ?? 0, calls.filter(({ answered }) => !answered).length);
          assert.equal(
            found?.answeredWithinThreshold ?? 0,
            calls.filter(({ answered, wait }) => answered && wait <= 20).length,
          );
        }
        assert.equal(total.offered, onTheDay.length);
      }),
      { numRuns: 20 },
    );
  });

  test("journals one step per call after the settings, as the core concludes it", async () => {
    const file = written(manyRows(1500));
    const { operation, calls } = await importCallLog({ store, operation: "Bank", file });
    assert.equal(calls, 1500);
    const [run] = await store.runs(operation.id);
    assert.deepEqual([run!.kind, run!.complete, run!.lastSeq], ["imported", true, 1501]);
    const steps = await stepsOf(store, operation.id);
    const state = emptyState(defaultSettings(ZONE));
    for (const step of steps) {
      const again = decide(state, step.fact);
      assert.deepEqual(again, { events: step.events, commands: step.commands });
    }
    assert.deepEqual(
      recordedOf(steps).map(({ call }) => call),
      Array.from({ length: 1500 }, (_, index) => `${run!.name.slice(0, 8)}:c${index}`),
    );
  });

  test("refuses a file that was imported before, whatever its name, and changes nothing", async () => {
    const rows = manyRows(30);
    const wanted = { store, operation: "Bank", now: () => Date.parse("2024-06-07T12:00:00Z") };
    const { operation } = await importCallLog({ ...wanted, file: written(rows) });
    const before = await stepsOf(store, operation.id);
    const again = importCallLog({ ...wanted, file: written(rows, "renamed.csv") });
    await assert.rejects(again, (error: unknown) => {
      assert.ok(error instanceof Fault && error.code === "recording-known");
      assert.match(error.message, /2024-06-07, with 30 calls/);
      return true;
    });
    assert.deepEqual(await stepsOf(store, operation.id), before);
    const other = await importCallLog({ ...wanted, operation: "Other bank", file: written(rows) });
    assert.equal(other.calls, 30, "another operation may have it too");
  });

  test("counts the calls once of a file that has grown since it was imported, or was packed or cut otherwise", async () => {
    const rows = manyRows(250);
    const wanted = { store, operation: "Bank" };
    const first = await importCallLog({ ...wanted, file: written(rows.slice(0, 150)) });
    assert.deepEqual([first.calls, first.known], [150, 0]);
    const grown = await importCallLog({ ...wanted, file: written(rows.slice(100)) });
    assert.deepEqual([grown.calls, grown.known], [100, 50]);
    const { id } = grown.operation;
    const before = await stepsOf(store, id);
    assert.equal((await report(id, "2024-05-02", "2024-05-02")).total.offered, 250);
    const file = written(rows.toReversed());
    await assert.rejects(importCallLog({ ...wanted, file }), (error: unknown) => {
      assert.ok(error instanceof Fault && error.code === "recording-nothing-new");
      assert.match(error.message, /Bank has all calls of .*calls\.csv already \(250\)/);
      return true;
    });
    assert.deepEqual(await stepsOf(store, id), before);
    assert.equal((await store.runs(id)).length, 2);
  });

  test("takes a call for the same by its id, its skill and its arrival together", async () => {
    const call = (id: string, skill: string, second: number) =>
      `2024-05-02T08:00:0${second},${id},,${skill},0,answered,5,A`;
    await importCallLog({
      store,
      operation: "Bank",
      file: written([call("1", "PS", 0), call("2", "PS", 0)]),
    });
    const rows = [call("1", "PS", 0), call("1", "NW", 0), call("2", "PS", 1), call("3", "PS", 0)];
    const { calls, known } = await importCallLog({ store, operation: "Bank", file: written(rows) });
    assert.deepEqual([calls, known], [3, 1]);
    // The second row of a call has its skill behind its id; alone in a file it has not.
    const alone = importCallLog({ store, operation: "Bank", file: written([call("1", "NW", 0)]) });
    assert.equal(await faultOf(alone), "recording-nothing-new");
  });

  test("leaves out the calls that Espera saw itself, whose arrival it saw by its own clock", async () => {
    const arrivedAt = Date.parse("2024-05-02T08:00:00-05:00");
    const { id } = await store.openOperation({ name: "Bank", timeZone: ZONE, simulated: false });
    const skills = [{ ...defaultSkill, id: 1, name: "PS", smartWait: "off" as const }];
    await store.addSettings(id, { ...defaultSettings(ZONE), version: 1, skills }, 0);
    await appendLiveCall(store, id, { type: "call-joined", call: "17.1", skill: 1, at: arrivedAt + 700 });
    const call = (id: string, skill: string, time: string) =>
      `2024-05-02T${time},${id},,${skill},0,answered,5,A`;
    const rows = [
      call("17.1", "PS", "08:00:00"),
      call("17.1", "NW", "08:05:00"),
      call("17.2", "PS", "08:00:00"),
    ];
    const done = await importCallLog({ store, operation: "Bank", file: written(rows) });
    assert.deepEqual([done.calls, done.known], [2, 1]);
    const later = written([call("17.1", "PS", "18:00:00")]);
    assert.equal(
      (await importCallLog({ store, operation: "Bank", file: later })).calls,
      1,
      "an id used again",
    );
  });

  test("does not go on with an import whose calls another file has brought meanwhile", async () => {
    const rows = manyRows(1500);
    const part = written(rows.slice(0, 1200), "part.csv");
    const failing = failingAfter(1, store);
    await assert.rejects(importCallLog({ store: failing, operation: "Bank", file: part }), /the power went/);
    const all = written(rows.toSorted(), "all.csv");
    const { operation } = await importCallLog({ store, operation: "Bank", file: all });
    const again = importCallLog({ store, operation: "Bank", file: part });
    assert.equal(await faultOf(again), "recording-nothing-new");
    const more = [...rows.slice(0, 1200), "2024-05-03T08:00:00,more,,PS,0,answered,5,A"];
    const cutOff = written(more, "more.csv");
    const lost = importCallLog({ store: failingAfter(1, store), operation: "Other", file: cutOff });
    await assert.rejects(lost, /the power went/);
    await importCallLog({ store, operation: "Other", file: all });
    const resumed = importCallLog({ store, operation: "Other", file: cutOff });
    assert.equal(await faultOf(resumed), "recording-changed");
    assert.equal((await report(operation.id, "2024-05-02", "2024-05-02")).total.offered, 1500);
  });

  test("goes on where it was cut off, and ends as if it had never been", async () => {
    const file = written(manyRows(3200));
    const whole = await importCallLog({ store, operation: "Whole", file });
    const expected = recordedOf(await stepsOf(store, whole.operation.id));
    for (const survives of [0, 1, 2, 3]) {
      const operation = `Cut off after ${survives}`;
      const failing = failingAfter(survives, store);
      await assert.rejects(importCallLog({ store: failing, operation, file }), /the power went/);
      const left = await stepsLeft(store, operation);
      assert.equal(left > 0, survives > 0);
      const resumed = await importCallLog({ store, operation, file });
      assert.equal(resumed.takenBefore, Math.max(0, left - 1));
      const recorded = recordedOf(await stepsOf(store, resumed.operation.id));
      const calls = (all: typeof recorded) => all.map((call) => ({ ...call, person: call.person !== null }));
      assert.deepEqual(calls(recorded), calls(expected));
      assert.equal(
        new Set(recorded.map((call) => call.person)).size,
        new Set(expected.map((call) => call.person)).size,
      );
      assert.deepEqual(
        await report(resumed.operation.id, "2024-05-02", "2024-05-02"),
        await report(whole.operation.id, "2024-05-02", "2024-05-02"),
      );
      assert.equal(await faultOf(importCallLog({ store, operation, file })), "recording-known");
    }
  });

  test("does not go on with other calls than it began with", async () => {
    const file = written(manyRows(1500));
    const failing = failingAfter(1, store);
    await assert.rejects(importCallLog({ store: failing, operation: "Bank", file }), /the power went/);
    const elsewhere = importCallLog({ store, operation: "Bank", file, timeZone: "Europe/Madrid" });
    assert.equal(await faultOf(elsewhere), "recording-changed");
    assert.equal((await importCallLog({ store, operation: "Bank", file })).calls, 1500);
  });

  test("refuses a file with bad rows, naming the first ten, and makes nothing", async () => {
    const bad = Array.from({ length: 12 }, (_, index) => `yesterday,b${index},k,PS,1,answered,1,A`);
    const file = written([...manyRows(3), ...bad]);
    await assert.rejects(importCallLog({ store, operation: "Bank", file }), (error: unknown) => {
      assert.ok(error instanceof Fault && error.code === "recording-rows-bad");
      assert.match(error.message, /12 rows/);
      assert.deepEqual(
        [...error.message.matchAll(/line (\d+): offered_at/g)].map((match) => Number(match[1])),
        [5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
      );
      return true;
    });
    assert.deepEqual(await store.operations(), []);
  });

  test("leaves bad rows out when asked to, and says how many", async () => {
    const rows = manyRows(3);
    const file = written([rows[0]!, "rubbish", rows[1]!, rows[1]!, rows[2]!]);
    const done = await importCallLog({ store, operation: "Bank", file, skipBad: true });
    assert.deepEqual(
      [done.calls, done.leftOut.rows, done.leftOut.first.map((row) => row.line)],
      [3, 2, [3, 5]],
    );
    assert.equal((await report(done.operation.id, "2024-05-02", "2024-05-02")).total.offered, 3);
  });

  test("refuses a file without a usable call, and makes nothing", async () => {
    assert.equal(
      await faultOf(importCallLog({ store, operation: "Bank", file: written([]) })),
      "recording-invalid",
    );
    const file = written(["rubbish"]);
    assert.equal(
      await faultOf(importCallLog({ store, operation: "Bank", file, skipBad: true })),
      "recording-invalid",
    );
    assert.deepEqual(await store.operations(), []);
  });

  test("keeps customers out of the journal, and one person for one customer in all files", async () => {
    const first = written(["2024-05-02T08:00:00,c1,ce61cdbf7b,PS,0,answered,5,A"], "first.csv");
    const second = written(
      ["2024-05-03T08:00:00,c1,ce61cdbf7b,PS,0,answered,5,A", "2024-05-03T08:00:01,c2,,PS,0,answered,5,A"],
      "second.csv",
    );
    await importCallLog({ store, operation: "Bank", file: first });
    const { operation } = await importCallLog({ store, operation: "Bank", file: second });
    const steps = await stepsOf(store, operation.id);
    assert.doesNotMatch(JSON.stringify(steps), /ce61cdbf7b/);
    const [one, same, nobody] = recordedOf(steps);
    assert.equal(one!.person, same!.person);
    assert.equal(nobody!.person, null);
    assert.equal((await store.numberOf(operation.id, one!.person!))?.number ?? null, "ce61cdbf7b");
    const [record] = await store.operations();
    assert.deepEqual(await store.findPeople(operation.id, [hashNumber(record!, "ce61cdbf7b")]), [
      one!.person,
    ]);
    assert.equal(
      new Set(recordedOf(steps).map((call) => call.call)).size,
      3,
      "equal ids of two files stay apart",
    );
  });

  test("knows skills by name and adds the others without smart wait", async () => {
    const row = (skill: string, index: number) =>
      `2024-05-02T08:00:0${index},c${index},,${skill},0,answered,5,A`;
    const { id } = await store.openOperation({ name: "Bank", timeZone: ZONE, simulated: false });
    const settings = defaultSettings(ZONE);
    const known: SkillSettings = {
      ...defaultSkill,
      id: 7,
      name: "PS",
      target: { share: 0.9, withinMs: 10_000 },
      smartWait: "on",
      offerAfterMs: 5_000,
    };
    await store.addSettings(id, { ...settings, version: 1, skills: [known] }, 0);
    await importCallLog({ store, operation: "Bank", file: written(["PS", "TT", "NE"].map(row)) });
    const after = await store.settings(id);
    assert.equal(after!.version, 2);
    assert.deepEqual(after!.skills[0], known);
    assert.deepEqual(
      after!.skills.slice(1).map(({ id, name, smartWait }) => [id, name, smartWait]),
      [
        [8, "NE", "off"],
        [9, "TT", "off"],
      ],
    );
    const recorded = recordedOf(await stepsOf(store, id));
    assert.deepEqual(
      recorded.map((call) => call.skill),
      [7, 9, 8],
    );
    await importCallLog({ store, operation: "Bank", file: written(["TT", "PS"].map(row)) });
    assert.equal((await store.settings(id))!.version, 2, "no new version where nothing is new");
  });

  test("reads the settings again when somebody changes them at the same moment", async () => {
    const { id } = await store.openOperation({ name: "Bank", timeZone: ZONE, simulated: false });
    let others = 0;
    const raced = withMethods(store, {
      addSettings: async (...given) => {
        if (others++ === 0) await store.addSettings(id, defaultSettings(ZONE), 0);
        return store.addSettings(...given);
      },
    });
    await importCallLog({ store: raced, operation: "Bank", file: written(manyRows(4)) });
    const settings = await store.settings(id);
    assert.deepEqual([settings!.version, settings!.skills.map((skill) => skill.name)], [2, ["NW", "PS"]]);
  });

  test("reads times in the operation's zone, in another where an option says so, and new operations are in Bogota", async () => {
    const arrivals = async (operation: string, timeZone?: string) => {
      const file = written(["2024-05-02T08:00:00,c1,,PS,0,answered,5,A"]);
      const done = await importCallLog({ store, operation, file, ...(timeZone ? { timeZone } : {}) });
      const [call] = recordedOf(await stepsOf(store, done.operation.id));
      return new Date(call!.arrivedAt).toISOString();
    };
    assert.equal(await arrivals("New"), "2024-05-02T13:00:00.000Z");
    assert.equal(await arrivals("New in Madrid", "Europe/Madrid"), "2024-05-02T06:00:00.000Z");
    const zones = (await store.operations()).map((operation) => operation.timeZone);
    assert.deepEqual(zones, ["America/Bogota", "Europe/Madrid"]);
    await store.openOperation({ name: "Santiago", timeZone: "America/Santiago", simulated: false });
    assert.equal(await arrivals("Santiago"), "2024-05-02T12:00:00.000Z");
    await store.openOperation({ name: "Lima", timeZone: "America/Lima", simulated: false });
    assert.equal(await arrivals("Lima", "Europe/Madrid"), "2024-05-02T06:00:00.000Z");
  });

  test("lets the journal's time never go back, though the machine's does", async () => {
    let clock = Date.parse("2024-06-07T12:00:00Z");
    const { operation } = await importCallLog({
      store,
      operation: "Bank",
      file: written(manyRows(50)),
      now: () => (clock -= 1000),
    });
    const times = (await stepsOf(store, operation.id)).map((step) => step.fact.at);
    assert.ok(times.every((at, index) => index === 0 || at >= times[index - 1]!));
  });

  test("reports how far it is, up to all", async () => {
    const told: number[] = [];
    await importCallLog({
      store,
      operation: "Bank",
      file: written(manyRows(2500)),
      onProgress: ({ calls, total }) => {
        assert.equal(total, 2500);
        told.push(calls);
      },
    });
    assert.ok(told.length > 1);
    assert.equal(told.at(-1), 2500);
    // The last piece may end with the last call, which is then said twice.
    assert.ok(told.every((calls, index) => calls > 0 && calls >= (told[index - 1] ?? 0)));
  });

  test("of March 1999 gives the figures of its source", { skip: withoutBankData }, async () => {
    const { operation } = await importCallLog({ store, operation: "Bank", file: bankMonth("1999-03") });
    const { total, skills } = await report(operation.id, "1999-03-01", "1999-03-31");
    assert.equal(total.offered, 36_451);
    assert.equal(total.answered + total.abandoned, total.offered);
    assert.equal(((100 * total.abandoned) / total.offered).toFixed(1), "23.6");
    assert.equal((100 * total.serviceLevel!).toFixed(1), "31.2");
    assert.deepEqual(
      skills.map(({ name, answered, abandoned }) => [name, answered, abandoned]),
      [
        ["IN", 194, 211],
        ["NE", 2917, 496],
        ["NW", 3419, 2830],
        ["PE", 100, 52],
        ["PS", 19_436, 4888],
        ["TT", 1781, 127],
      ],
    );
  });
});
