import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { momentOfCursor, reportCursorOf } from "../../src/api/v1/reports/report-cursor.ts";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { Step } from "../../src/journal/port/run.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { AttemptResult, EndReason, Event } from "../../src/line/events.ts";
import {
  type GroupBy,
  type SmartWaitGroup,
  smartWaitGroups,
} from "../../src/reports/smart-wait/smart-wait-groups.ts";
import { DIALLED_ALONE } from "../journal/dialled-alone.ts";
import { recordRun } from "../journal/recorded-run.ts";
import { appendAll, begin } from "../journal/store-suite.ts";
import { openV1 } from "./v1-centre.ts";

const zones = [
  "America/Bogota",
  "Europe/Madrid",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
];
/** Midnights, month ends, and the hours in which the clocks of Madrid, New York and Lord Howe change. */
const starts = [
  "2026-03-02T04:40:13Z",
  "2026-03-28T22:30:00Z",
  "2026-10-25T00:10:00Z",
  "2026-03-08T05:30:00Z",
  "2026-04-04T13:20:00Z",
  "2026-01-31T22:00:00Z",
].map((text) => Date.parse(text));

const histories = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  startAt: fc.constantFrom(...starts),
  timeZone: fc.constantFrom(...zones),
  calls: fc.integer({ min: 5, max: 40 }),
});

/** Of a question that nobody stops. */
const never = new AbortController().signal;

describe("the smart-wait report", () => {
  it("counts what the events say, call by call, in whole and by hour, day, weekday and class", async () => {
    const seen = { waits: 0, hungUp: 0 };
    await fc.assert(
      fc.asyncProperty(histories, async ({ seed, startAt, timeZone, calls }) => {
        const { steps, models, operation, close } = await kept(seed, startAt, timeZone, calls);
        const now = steps.at(-1)!.fact.at;
        const from = startAt + 600_000;
        const range = { from, to: startAt + 5 * 3_600_000, now };
        const sums = await models.smartWaitSums(operation.id, range, never);
        for (const by of [undefined, "hour", "day", "weekday", "class"] as const) {
          const groups = smartWaitGroups(sums, timeZone, by);
          const wanted = calculated(steps, range, timeZone, by);
          assert.deepEqual(
            groups.map((group) => [`${group.skill} ${group.group}`, figuresOf(group)]),
            wanted.map(({ key, figures }) => [key, figures]),
          );
          for (const [index, { waitsMs }] of wanted.entries()) {
            const { medianMs, p90Ms } = groups[index]!.secondWaits.figures;
            assert.ok(isRounded(medianMs, betweenRanks(waitsMs, 0.5)));
            assert.ok(isRounded(p90Ms, betweenRanks(waitsMs, 0.9)));
            seen.waits += waitsMs.length;
          }
          for (const { secondWaits } of groups) seen.hungUp += secondWaits.figures.hungUp;
        }
        await close();
      }),
      { numRuns: 25 },
    );
    assert.ok(seen.waits > 200 && seen.hungUp > 20, JSON.stringify(seen));
  });

  it("adds up: hours to days, days and weekdays to the whole, and ranges that follow each other to one", async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(6 * 3600), async ({ seed, startAt, timeZone, calls }, middleS) => {
        const { steps, models, operation, close } = await kept(seed, startAt, timeZone, calls);
        const now = steps.at(-1)!.fact.at;
        const of = async (from: number, to: number, by?: GroupBy) =>
          smartWaitGroups(await models.smartWaitSums(operation.id, { from, to, now }, never), timeZone, by);
        const [from, to] = [startAt - 1, startAt + 7 * 3_600_000];
        const whole = summed(await of(from, to));
        for (const by of ["hour", "day", "weekday", "class"] as const)
          assert.deepEqual(summed(await of(from, to, by)), whole);
        const days = (await of(from, to, "day")).map(({ skill, group }) => `${skill} ${group}`);
        const hours = (await of(from, to, "hour")).map(
          ({ skill, group }) => `${skill} ${group!.slice(0, 10)}`,
        );
        assert.deepEqual([...new Set(hours)], days);
        const middle = startAt + middleS * 1000;
        assert.deepEqual(summed([...(await of(from, middle)), ...(await of(middle, to))]), whole);
        for (const group of await of(from, to)) {
          assert.equal(group.yes + group.no + group.silent + group.undecided, group.treatments);
          const { promisesKept, promisesLate, promisesPending, promisesNotNeeded } = group;
          assert.equal(promisesKept + promisesLate + promisesPending + promisesNotNeeded, group.registered);
          assert.ok(group.calledEarly <= promisesKept);
          const { confirmed, answered, hungUp, underWay, endedOtherwise } = group.secondWaits.figures;
          assert.equal(answered + hungUp + underWay + endedOtherwise, confirmed);
        }
        await close();
      }),
      { numRuns: 20 },
    );
  });

  it("asked only for what changed since a former one, gives what makes the former one whole", async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 6 }),
        async ({ seed, startAt, timeZone, calls }, sizes) => {
          const store = await openSqliteStore({ file: ":memory:" });
          const { operation, run } = await begin(store, timeZone);
          const history = recordRun({ seed, calls, startAt, spreadMs: 4 * 3_600_000 });
          const models = store.readModels();
          const range = { from: startAt - 1, to: startAt + 7 * 3_600_000 };
          const key = ({ skill, group }: SmartWaitGroup) => `${skill} ${group}`;
          const known = new Map<string, object>();
          const told = (group: SmartWaitGroup) => ({ ...group, secondWaits: group.secondWaits.figures });
          let cursor: string | null = null;
          for (let next = 1, part = 0; next <= history.steps.length; part++) {
            const size = sizes[part % sizes.length]!;
            const batch = history.batch(next, size);
            await store.append(run, batch);
            next += size;
            const now = batch.steps.at(-1)!.fact.at;
            const since = cursor === null ? null : momentOfCursor(cursor);
            const wanted = { ...range, now, ...(since ? { since } : {}) };
            const sums = await models.smartWaitSums(operation.id, wanted, never);
            const changed = smartWaitGroups(sums, timeZone, "hour");
            for (const group of changed) known.set(key(group), told(group));
            const all = await models.smartWaitSums(operation.id, { ...range, now }, never);
            const whole = smartWaitGroups(all, timeZone, "hour");
            assert.deepEqual(
              new Map(whole.map((group) => [key(group), told(group)])),
              new Map([...known].sort(([one], [other]) => bySkill(one, other))),
            );
            left += whole.length - changed.length;
            cursor = reportCursorOf(sums.asOf);
          }
          await store.close();
        },
      ),
      { numRuns: 12 },
    );
    assert.ok(left > 50, `what did not change is left out: ${left}`);
  });

  it("says of each promise whether it was kept, is late, still open, or was not needed, to the millisecond", async () => {
    const until = 100;
    const near = fc.option(fc.constantFrom(50, 99, 100, 101, 150));
    const results = fc.constantFrom(
      "no-answer",
      "refused",
      "over-limit",
    ) satisfies fc.Arbitrary<AttemptResult>;
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        near,
        near,
        results,
        fc.constantFrom(99, 100, 101, 200),
        async (dialledAt, endedAt, result, now) => {
          fc.pre(dialledAt === null || endedAt === null || dialledAt <= endedAt);
          fc.pre(Math.max(dialledAt ?? 0, endedAt ?? 0) <= now);
          const store = await openSqliteStore({ file: ":memory:" });
          const { operation, run } = await begin(store);
          await store.append(run, promised(until, dialledAt, endedAt, result));
          const wanted = { from: 0, to: 1_000, now };
          const sums = await store.readModels().smartWaitSums(operation.id, wanted, never);
          const [group = assert.fail()] = smartWaitGroups(sums, "UTC", undefined);
          const withheld = dialledAt !== null && endedAt !== null && result !== "no-answer";
          const calledAt = withheld ? null : dialledAt;
          const inTime = (at: number | null) => at !== null && at <= until;
          const kind = inTime(calledAt)
            ? "kept"
            : calledAt === null && inTime(endedAt)
              ? "not needed"
              : calledAt === null && endedAt === null && now <= until
                ? "pending"
                : "late";
          assert.deepEqual(
            {
              kept: group.promisesKept,
              late: group.promisesLate,
              pending: group.promisesPending,
              "not needed": group.promisesNotNeeded,
            },
            { kept: 0, late: 0, pending: 0, "not needed": 0, [kind]: 1 },
          );
          assert.equal(group.calledEarly, calledAt !== null && calledAt < PROMISED_FROM ? 1 : 0);
          const ended = dialledAt !== null && endedAt !== null;
          assert.equal(group.attemptsWithheld, withheld ? 1 : 0);
          assert.equal(group.attemptsUnderWay, dialledAt !== null && !ended ? 1 : 0);
          assert.deepEqual(group.byResult, ended && !withheld ? { [result]: 1 } : {});
          seen.add(`${kind} ${withheld}`);
          await store.close();
        },
      ),
      { numRuns: 150 },
    );
    assert.ok(
      seen.has("not needed true") && seen.has("late true") && seen.has("kept false"),
      [...seen].join(),
    );
  });

  it("takes a callback that rang once and was kept from the phones later for one that was called", async () => {
    const store = await openSqliteStore({ file: ":memory:" });
    const { operation, run } = await begin(store);
    const { steps } = promised(100, 50, null, "no-answer");
    const of = { callback: "c", skill: 7 };
    const told: [number, Event][] = [
      [60, { type: "attempt-ended", callback: "c", attempt: "c~1", result: "no-answer" }],
      [70, { ...of, type: "attempt-dialled", attempt: "c~2", n: 2, inputs: DIALLED_ALONE }],
      [71, { type: "attempt-ended", callback: "c", attempt: "c~2", result: "over-limit" }],
      [71, { ...of, type: "callback-ended", arrivedAt: 10, status: "FAIL", reason: "over-limit" }],
    ];
    await store.append(
      run,
      batchOf([...steps.map(({ fact, events }): [number, Event] => [fact.at, events[0]!]), ...told]),
    );
    const sums = await store
      .readModels()
      .smartWaitSums(operation.id, { from: 0, to: 1_000, now: 200 }, never);
    const [group = assert.fail()] = smartWaitGroups(sums, "UTC", undefined);
    assert.deepEqual(
      [group.promisesKept, group.promisesNotNeeded, group.attemptsWithheld, group.byResult],
      [1, 0, 1, { "no-answer": 1 }],
    );
    await store.close();
  });

  it("over HTTP: one row for a skill, a cursor that is taken again, and what is wrong by its code", async (t) => {
    const v1 = await openV1();
    t.after(() => v1.close());
    const day = "from=2026-03-02&to=2026-03-03";
    const report = (await v1.get(`/v1/reports/smart-wait?${day}`)).json();
    assert.deepEqual(
      report.rows.map((row: { skill: { id: number }; treatments: number; yes: number; no: number }) => [
        row.skill.id,
        row.treatments,
        row.yes,
        row.no,
      ]),
      [
        [1, 3, 2, 1],
        [2, 1, 1, 0],
      ],
    );
    const since = `changedSince=${encodeURIComponent(report.cursor)}`;
    assert.deepEqual((await v1.get(`/v1/reports/smart-wait?${day}&${since}`)).json().rows, []);
    await v1.centre.asked("new", "+573001110000", 2, "no");
    const { rows } = (await v1.get(`/v1/reports/smart-wait?${day}&${since}`)).json();
    assert.deepEqual([rows.length, rows[0].skill.id, rows[0].treatments], [1, 2, 2]);
    for (const [query, code] of [
      [day.replace("03-03", "03-01"), "dates-reversed"],
      [day.replace("03-03", "04-03"), "range-too-long"],
      [`${day}&changedSince=nowhere`, "cursor-unknown"],
      [`${day}&by=minute`, "request-invalid"],
      [`${day}&skill=nowhere`, "skill-unknown"],
      [day.replace("03-03", "02-30"), "date-invalid"],
    ] as const)
      assert.equal((await v1.get(`/v1/reports/smart-wait?${query}`)).json().code, code, query);
  });
});

async function kept(seed: number, startAt: number, timeZone: string, calls: number) {
  const store = await openSqliteStore({ file: ":memory:" });
  const { operation, run } = await begin(store, timeZone);
  const history = recordRun({ seed, calls, startAt, spreadMs: 4 * 3_600_000 });
  await appendAll(store, run, history, 97);
  return { steps: history.steps, models: store.readModels(), operation, close: () => store.close() };
}

const PROMISED_FROM = 99;

/** A callback that was promised by `until`, dialled then and ended then, with its attempt, as one batch. */
function promised(
  until: number,
  dialledAt: number | null,
  endedAt: number | null,
  result: AttemptResult,
): Batch {
  const registered = { skill: 7, arrivedAt: 10, callback: "c" };
  const told: [number, Event][] = [
    [
      20,
      {
        ...registered,
        type: "callback-registered",
        person: "p",
        place: 10,
        promisedFrom: PROMISED_FROM,
        promisedUntil: until,
        expiresAt: 900,
      },
    ],
  ];
  if (dialledAt !== null)
    told.push([
      dialledAt,
      { type: "attempt-dialled", callback: "c", attempt: "c~1", n: 1, skill: 7, inputs: DIALLED_ALONE },
    ]);
  if (dialledAt !== null && endedAt !== null)
    told.push([endedAt, { type: "attempt-ended", callback: "c", attempt: "c~1", result }]);
  if (endedAt !== null) {
    const reason = reasonOf(dialledAt === null ? "no-answer" : result);
    told.push([endedAt, { ...registered, type: "callback-ended", status: "FAIL", reason }]);
  }
  return batchOf(told);
}

function reasonOf(result: AttemptResult): EndReason {
  return result === "refused" ? "number-refused" : result === "over-limit" ? "over-limit" : "cancelled";
}

function batchOf(told: readonly (readonly [number, Event])[]): Batch {
  const steps = told.map(
    ([at, event], index): Step => ({
      seq: index + 1,
      fact: { type: "woke", at },
      events: [event],
      commands: [],
      coreVersion: 1,
      settingsVersion: 1,
    }),
  );
  return { steps, changes: changesOf(steps), people: [] };
}

function bySkill(one: string, other: string): number {
  const [skill, group] = one.split(" ");
  const [otherSkill, otherGroup] = other.split(" ");
  return Number(skill) - Number(otherSkill) || group!.localeCompare(otherGroup!);
}

/** Flat: what is not there counts nothing. */
function figuresOf(group: SmartWaitGroup): Record<string, number> {
  const { skill: _, group: _group, byStatus, failedBy, byResult, secondWaits, ...counts } = group;
  const { medianMs: _median, p90Ms: _p90, ...waits } = secondWaits.figures;
  const named = (prefix: string, codes: Record<string, number>) =>
    Object.entries(codes).map(([code, n]) => [`${prefix} ${code}`, n] as const);
  return withoutZeros([
    ...Object.entries(counts),
    ...named("status", byStatus),
    ...named("failed", failedBy),
    ...named("result", byResult),
    ...named("second wait", waits),
  ]);
}

function withoutZeros(entries: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(
    entries.filter(([, n]) => n !== 0).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** By skill. */
function summed(groups: readonly SmartWaitGroup[]): Record<string, Record<string, number>> {
  const sums: Record<string, Record<string, number>> = {};
  for (const group of groups) {
    sums[group.skill] ??= {};
    const sum = sums[group.skill]!;
    for (const [name, n] of Object.entries(figuresOf(group))) sum[name] = (sum[name] ?? 0) + n;
  }
  return Object.fromEntries(
    Object.entries(sums).map(([skill, sum]) => [skill, withoutZeros(Object.entries(sum))]),
  );
}

interface Counted {
  readonly skill: number;
  readonly class: string;
  readonly arrivedAt: number;
  readonly figures: readonly string[];
  readonly waitsMs?: readonly number[];
}

/** Of one skill and group. */
interface Calculated {
  readonly key: string;
  readonly figures: Record<string, number>;
  readonly waitsMs: number[];
}

/** The same from the events, one call and one callback after the other, with another calendar. */
function calculated(
  steps: readonly Step[],
  { from, to, now }: { from: number; to: number; now: number },
  timeZone: string,
  by: GroupBy | undefined,
): Calculated[] {
  const calls = new Map<
    string,
    {
      skill: number;
      class: string;
      arrivedAt: number;
      asked: boolean;
      heldOut: boolean;
      choice?: string;
      source?: string;
    }
  >();
  const callbacks = new Map<
    string,
    {
      skill: number;
      class: string;
      arrivedAt: number;
      from: number;
      until: number;
      endedAt?: number;
      status: string;
      reason?: string;
      overtakes: Record<string, number>;
      attempts: Map<string, Attempted>;
    }
  >();
  for (const { events, fact } of steps)
    for (const event of events) {
      if (event.type === "call-arrived") {
        calls.set(event.call, {
          skill: event.skill,
          class: event.class ?? "",
          arrivedAt: event.arrivedAt,
          asked: false,
          heldOut: false,
        });
      } else if (event.type === "call-decided" && event.reason === "held-out") {
        calls.get(event.call)!.heldOut = true;
      } else if (event.type === "question-began") {
        calls.get(event.call)!.asked = true;
      } else if (event.type === "choice-made") {
        Object.assign(calls.get(event.call) ?? {}, { choice: event.choice, source: event.source });
      } else if (event.type === "callback-registered") {
        callbacks.set(event.callback, {
          skill: event.skill,
          class: event.class ?? "",
          arrivedAt: event.arrivedAt,
          from: event.promisedFrom,
          until: event.promisedUntil,
          status: "YES",
          overtakes: {},
          attempts: new Map(),
        });
      } else if (event.type === "attempt-dialled") {
        callbacks.get(event.callback)!.attempts.set(event.attempt, { at: fact.at, result: "under way" });
      } else if (event.type === "attempt-progressed") {
        const attempt = callbacks.get(event.callback)!.attempts.get(event.attempt)!;
        if (event.progress === "confirmed") attempt.confirmedAt = fact.at;
        if (event.progress === "joined") attempt.joinedAt = fact.at;
      } else if (event.type === "attempt-ended") {
        const attempt = callbacks.get(event.callback)!.attempts.get(event.attempt)!;
        Object.assign(attempt, { result: event.result, endedAt: fact.at });
      } else if (event.type === "callback-overtaken") {
        callbacks.get(event.callback)!.overtakes[event.while] = event.total;
      } else if (event.type === "callback-ended") {
        Object.assign(callbacks.get(event.callback)!, {
          status: event.status,
          reason: event.reason,
          endedAt: fact.at,
        });
      }
    }

  const all: Counted[] = [];
  for (const call of calls.values()) {
    const { asked, heldOut, choice, source } = call;
    if (heldOut) all.push({ ...call, figures: ["heldOut"] });
    const hungUp = source === "hung-up" ? ["hungUp"] : [];
    if (asked) all.push({ ...call, figures: ["treatments", choice ?? "undecided", ...hungUp] });
  }
  for (const one of callbacks.values()) {
    const calls = [...one.attempts.values()].filter(({ result }) => !isWithheld(result));
    const calledAt = calls[0]?.at;
    const inTime = calledAt !== undefined && calledAt <= one.until;
    const open = calledAt === undefined && one.endedAt === undefined && now <= one.until;
    const before = calledAt === undefined && one.endedAt !== undefined && one.endedAt <= one.until;
    const figures = ["registered", `status ${one.status}`];
    figures.push(
      inTime ? "promisesKept" : open ? "promisesPending" : before ? "promisesNotNeeded" : "promisesLate",
    );
    if (inTime && calledAt < one.from) figures.push("calledEarly");
    const waitsMs: number[] = [];
    for (const attempt of one.attempts.values()) {
      const { became, waitMs } = secondWaitOf(attempt) ?? {};
      if (became === undefined) continue;
      figures.push("second wait confirmed", `second wait ${became}`);
      if (waitMs !== undefined) waitsMs.push(waitMs);
    }
    if (one.status === "FAIL" || one.status === "NO USER") figures.push(`failed ${one.reason}`);
    for (const { result } of one.attempts.values())
      figures.push(
        result === "under way"
          ? "attemptsUnderWay"
          : isWithheld(result)
            ? "attemptsWithheld"
            : `result ${result}`,
      );
    for (let n = 0; n < (one.overtakes["dialled"] ?? 0); n++) figures.push("overtakesDialled");
    for (let n = 0; n < (one.overtakes["held-back"] ?? 0); n++) figures.push("overtakesHeldBack");
    all.push({ ...one, figures, waitsMs });
  }
  const groups = new Map<string, Calculated>();
  for (const one of all) {
    if (one.arrivedAt < from || one.arrivedAt >= to) continue;
    const group =
      by === undefined ? null : by === "class" ? one.class : clockGroup(one.arrivedAt, timeZone, by);
    const key = `${one.skill} ${group}`;
    const sum = groups.get(key) ?? { key, figures: {}, waitsMs: [] };
    groups.set(key, sum);
    for (const name of one.figures) sum.figures[name] = (sum.figures[name] ?? 0) + 1;
    sum.waitsMs.push(...(one.waitsMs ?? []));
  }
  return [...groups.values()]
    .sort((one, other) => bySkill(one.key, other.key))
    .map((one) => ({ ...one, figures: withoutZeros(Object.entries(one.figures)) }));
}

interface Attempted {
  readonly at: number;
  confirmedAt?: number;
  joinedAt?: number;
  endedAt?: number;
  result: string;
}

/** What became of a customer who pressed 1, and how long that took. */
function secondWaitOf({ confirmedAt, joinedAt, endedAt, result }: Attempted) {
  if (confirmedAt === undefined) return null;
  if (joinedAt !== undefined) return { became: "answered", waitMs: joinedAt - confirmedAt };
  if (endedAt === undefined || endedAt < confirmedAt) return { became: "underWay" };
  return result === "hung-up"
    ? { became: "hungUp", waitMs: endedAt - confirmedAt }
    : { became: "endedOtherwise" };
}

/** A value at this share of the way from the least to the greatest, counted in ranks. */
function betweenRanks(values: readonly number[], share: number): number | null {
  const ascending = values.toSorted((one, other) => one - other);
  const ranks = ascending.flatMap((value, index) => {
    const apart = Math.abs(index - share * (ascending.length - 1));
    return apart < 1 ? [value * (1 - apart)] : [];
  });
  return ranks.length === 0 ? null : ranks.reduce((sum, part) => sum + part, 0);
}

/** Half a millisecond may be rounded either way: the two sums that give it differ in their last digit. */
function isRounded(told: number | null, exact: number | null): boolean {
  return told === null || exact === null ? told === exact : Math.abs(told - exact) <= 0.5 + 1e-6;
}

/** Nothing rang: a last look kept it from the phones. */
function isWithheld(result: string): boolean {
  return result === "refused" || result === "over-limit";
}

function clockGroup(at: number, timeZone: string, by: Exclude<GroupBy, "class">): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
    weekday: "short",
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  if (by === "hour") return `${date}T${part("hour")}`;
  return by === "day"
    ? date
    : String(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(part("weekday")) + 1);
}
