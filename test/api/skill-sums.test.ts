import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { type CallStory, conclusionsOf } from "./call-stories.ts";
import { apiInMemory, diagram2Path } from "./in-memory-journal.ts";

/** By zone, a moment where clocks change forward or back, or a month ends. */
const zones = {
  "America/Bogota": "2026-03-31T23:30:00-05:00",
  "Europe/Madrid": "2026-10-25T02:10:00+02:00",
  "America/Santiago": "2026-09-05T23:50:00-04:00",
} as const;
const SKILLS = [1, 2, 30];
const HOUR_S = 3_600;

describe("the reports on calls are sums over the tables", () => {
  const directory = mkdtempSync(join(tmpdir(), "espera-sums-"));
  let at: Awaited<ReturnType<typeof apiInMemory>>;
  let database: DatabaseSync;
  const centres: { zone: string; middle: number; token: string; calls: readonly FromTables[] }[] = [];

  before(async () => {
    at = await apiInMemory({}, {}, directory);
    database = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
    for (const [zone, moment] of Object.entries(zones)) {
      const middle = Date.parse(moment);
      const operation = await at.journal.addOperation(zone, zone);
      const { token } = await createToken(at.journal.store, { operation, emptyAsSuccess: true }, 0);
      const [history] = fc.sample(fc.array(call(middle), { minLength: 700, maxLength: 700 }), { numRuns: 1 });
      const { steps, people } = conclusionsOf(history!);
      await at.journal.conclude(operation, steps, people);
      centres.push({ zone, middle, token, calls: callsOf(database, operation) });
    }
  });
  after(async () => {
    database.close();
    await at.api.close();
    await at.journal.readModels.close();
    await at.journal.store.close();
    rmSync(directory, { recursive: true });
  });

  it("over 500 random ranges in three zones, for one skill and for all", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2),
        fc.constantFrom("1", "30", "all", "ALL"),
        fc.integer({ min: -90_000, max: 90_000 }),
        fc.oneof(fc.nat(7_200), fc.nat(86_400), fc.nat(3 * 86_400)),
        async (centre, skill_id, offS, lengthS) => {
          const { zone, middle, token, calls } = centres[centre]!;
          const wall = (ms: number) => local(ms, zone).toString({ smallestUnit: "second" });
          const range = [middle + offS * 1_000, middle + (offS + lengthS) * 1_000].map(wall);
          // Between two occurrences of the same hour the range may be none.
          fc.pre(range[0]! <= range[1]!);
          const [from, to] = [momentOf(range[0]!, 0, zone), momentOf(range[1]!, 1, zone)];
          const own = calls.filter(
            (one) =>
              one.arrivedAt >= from &&
              one.arrivedAt < to &&
              (skill_id.toLowerCase() === "all" || String(one.skill) === skill_id),
          );
          const ask = async (api: string) => {
            const [date_ini, date_end] = range.map((text) => text.replaceAll(/\D/g, "")) as [string, string];
            const url = diagram2Path({ api, skill_id, date_ini, date_end });
            const answer = await at.api.inject({ url, headers: { "wolkvox-token": token } });
            assert.equal(answer.statusCode, 200, answer.body);
            return JSON.parse(answer.body).data as Record<string, string>[];
          };
          const hourOf = ({ arrivedAt }: FromTables) => String(local(arrivedAt, zone).hour).padStart(2, "0");
          const dateOf = ({ arrivedAt }: FromTables) => local(arrivedAt, zone).toPlainDate().toString();
          const skillOf = ({ skill }: FromTables) => String(skill);
          const ofAll = skill_id.toLowerCase() === "all";
          assertSums(await ask("skill_1"), own, { skill_id: skillOf });
          assertSums(await ask("skill_3"), own, { date: dateOf, skill_id: skillOf });
          assertSums(await ask("skill_4"), own, {
            skill_id: ofAll ? () => "all" : skillOf,
            hour: hourOf,
          });
          assertSums(await ask("skill_7"), own, { date: dateOf, skill_id: skillOf, hour: hourOf });
          assertDetail(
            await ask("skill_2"),
            own.filter(({ answered }) => !answered),
            "abandon_time",
          );
          assertDetail(
            await ask("skill_10"),
            own.filter(({ answered }) => answered),
            "answer_time",
          );
          if (lengthS <= 82_000) assertSums(await ask("skill_5"), own, { skill_id: skillOf, hour: hourOf });
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** A call of the tables, as a reader counts it who knows nothing of the program. Times are ms; `null`: not known. */
interface FromTables {
  readonly id: string;
  readonly skill: number;
  readonly arrivedAt: number;
  readonly person: string | null;
  readonly answered: boolean;
  readonly answerMs: number | null;
  readonly abandonMs: number | null;
  readonly handleMs: number | null;
}

function callsOf(database: DatabaseSync, operation: number): FromTables[] {
  const rows = (table: string) =>
    database.prepare(`SELECT * FROM ${table} WHERE operation = ?`).all(operation) as Record<
      string,
      string | number | null
    >[];
  const callbacks = new Map(rows("callbacks").map((row) => [row["id"], row]));
  const attempts = rows("attempts");
  return rows("calls").flatMap((row) => {
    const callback = callbacks.get(row["id"]!);
    if (row["outcome"] === null && row["answered_at"] === null && callback === undefined) return [];
    const arrivedAt = Number(row["arrived_at"]);
    const inCall = row["answered_at"] !== null;
    const joined = !inCall && callback?.["status"] === "OK";
    const last = attempts.find(({ callback: of, n }) => of === row["id"] && n === callback?.["attempts"]);
    const answerAt = inCall ? row["answered_at"] : joined ? callback["ended_at"] : null;
    const endAt = inCall ? row["ended_at"] : joined ? (last?.["talk_ended_at"] ?? null) : null;
    const answered = answerAt !== null;
    return [
      {
        id: String(row["id"]),
        skill: Number(row["skill"]),
        arrivedAt,
        person: row["person"] as string | null,
        answered,
        answerMs: answered ? Number(answerAt) - arrivedAt : null,
        abandonMs: answered || row["ended_at"] === null ? null : Number(row["ended_at"]) - arrivedAt,
        handleMs: answered && endAt !== null ? Number(endAt) - Number(answerAt) : null,
      },
    ];
  });
}

/** That there is one row for each group of calls that the keys tell apart, and that its figures are theirs. */
function assertSums(
  rows: readonly Record<string, string>[],
  calls: readonly FromTables[],
  keys: Readonly<Record<string, (call: FromTables) => string>>,
): void {
  const keyOf = (call: FromTables) =>
    Object.values(keys)
      .map((key) => key(call))
      .join(" ");
  const groups = Map.groupBy(calls, keyOf);
  const found = rows.map((row) =>
    Object.keys(keys)
      .map((name) => row[name])
      .join(" "),
  );
  assert.deepEqual(found.toSorted(), [...groups.keys()].sort());
  for (const [n, row] of rows.entries()) {
    const own = groups.get(found[n]!)!;
    const answered = own.filter((call) => call.answered);
    const share = (part: readonly unknown[]) => (100 * part.length) / own.length;
    const within = (seconds: number) =>
      share(own.filter(({ answerMs }) => answerMs !== null && answerMs <= seconds * 1_000));
    const waits = own.map(({ answerMs, abandonMs }) => answerMs ?? abandonMs);
    const expected: Record<string, number> = {
      inbound_calls: own.length,
      answer_calls: answered.length,
      abandon_calls: own.length - answered.length,
      service_level_10seg: within(10),
      service_level_20seg: within(20),
      service_level_30seg: within(30),
      abandon: share(own.filter((call) => !call.answered)),
      asa: meanS(own.map(({ answerMs }) => answerMs)),
      ata: meanS(own.map(({ abandonMs }) => abandonMs)),
      aht: meanS(own.map(({ handleMs }) => handleMs)),
      wait_time: meanS(waits),
      inbound_calls_unique_customers: new Set(own.map(({ person, id }) => person ?? id)).size,
    };
    for (const [member, value] of Object.entries(expected))
      if (member in row) assertNear(row[member]!, value, member);
  }
}

function assertDetail(
  rows: readonly Record<string, string>[],
  calls: readonly FromTables[],
  time: string,
): void {
  const seconds = (ms: number | null) => String(Math.round((ms ?? 0) / 1_000));
  assert.deepEqual(
    rows.map((row) => `${row["conn_id"]} ${row["skill_id"]} ${row[time]}`).sort(),
    calls
      .map(({ id, skill, answerMs, abandonMs }) => `${id} ${skill} ${seconds(answerMs ?? abandonMs)}`)
      .sort(),
  );
  const dates = rows.map((row) => row["date"]!);
  assert.equal(dates.length, calls.length);
}

/** A figure in one of the family's forms, as close to the value as the form can tell. */
function assertNear(text: string, value: number, member: string): void {
  const clock = /^(\d+):(\d\d):(\d\d)$/.exec(text);
  if (clock) {
    const told = Number(clock[1]) * HOUR_S + Number(clock[2]) * 60 + Number(clock[3]);
    assert.ok(Math.abs(told - value) <= 0.500_001, `${member} ${text} is not ${value}`);
    return;
  }
  assert.match(text, /^\d{1,3}(,\d{3})*(\.\d\d)?( %)?$|^\d+$/, `${member} is always a number`);
  const told = Number(text.replaceAll(/[ %,]/g, ""));
  assert.ok(Math.abs(told - value) <= 0.005_001, `${member} ${text} is not ${value}`);
}

function meanS(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length / 1_000;
}

function local(ms: number, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDateTime();
}

/** A local time that comes twice is its first occurrence, one that is skipped moves forward. */
function momentOf(text: string, moreS: number, zone: string): number {
  return Temporal.PlainDateTime.from(text)
    .add({ seconds: moreS })
    .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** Any call within a day or two of the moment, with any fate. */
function call(middle: number): fc.Arbitrary<CallStory> {
  return fc
    .record({
      at: fc.integer({ min: -180_000_000, max: 180_000_000 }).map((off) => middle + off),
      skill: fc.constantFrom(...SKILLS),
      caller: fc.option(fc.nat(30), { freq: 4 }),
      waitMs: fc.oneof(fc.nat(40_000), fc.nat(900_000)),
      handleMs: fc.integer({ min: 1_000, max: 900_000 }),
      fate: fc.constantFrom("answered", "talking", "abandoned", "waiting", "YES", "OK", "FAIL", "STOP NEW"),
    })
    .map(({ at, skill, caller, waitMs, handleMs, fate }): CallStory => {
      const from = caller === null ? {} : { from: `+5730011122${String(caller).padStart(2, "0")}` };
      const came = { skill, at, ...from };
      const until = at + waitMs;
      if (fate === "answered") return { ...came, answeredAt: until, endedAt: until + handleMs };
      if (fate === "talking") return { ...came, answeredAt: until };
      if (fate === "abandoned") return { ...came, abandonedAt: until };
      if (fate === "waiting") return came;
      const dialledAt = until + 60_000;
      const joined = { answeredAt: dialledAt + 9_000, agent: "ana", endedAt: dialledAt + 30_000 };
      const attempts = [
        { dialledAt: until + 1_000, endedAt: until + 26_000 },
        {
          dialledAt,
          ...(fate === "OK"
            ? { ...joined, talkEndedAt: joined.endedAt + handleMs }
            : { endedAt: dialledAt + 25_000 }),
        },
      ];
      const end = fate === "YES" ? {} : { end: { status: fate, at: dialledAt + 30_000 } as const };
      return {
        ...came,
        asked: true,
        endedAt: until,
        callback: { number: "+573009998877", attempts, ...end },
      };
    });
}
