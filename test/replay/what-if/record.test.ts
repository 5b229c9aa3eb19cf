import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import type { CallLog, LoggedCall } from "../../../src/history/call-log.ts";
import type { AgentEvent } from "../../../src/history/queue-log/agent-events.ts";
import { type Recording, surveyRecording } from "../../../src/replay/what-if/record.ts";
import { logged } from "../centre/logged-calls.ts";

const HOUR_S = 3_600;
const folder = mkdtempSync(join(tmpdir(), "espera-record-"));
process.env["TMPDIR"] = folder;
after(() => rmSync(folder, { recursive: true }));

function recordingOf(files: readonly (readonly LoggedCall[])[], said: readonly AgentEvent[] = []): Recording {
  const log = (calls: readonly LoggedCall[], events: readonly AgentEvent[]): CallLog => {
    let rest = events;
    return {
      rows: (async function* () {
        for (let from = 0; from < calls.length; from += 7) yield calls.slice(from, from + 7);
      })(),
      digest: () => "",
      agentEvents: () => {
        const now = rest;
        rest = [];
        return now;
      },
    };
  };
  return {
    open: async () => files.map((calls, nth) => ({ name: `${nth}`, log: log(calls, nth === 0 ? said : []) })),
    timeZone: "UTC",
    skipBad: false,
  };
}

async function days(recording: Recording, heldCalls: number) {
  const surveyed = await surveyRecording(recording, heldCalls);
  const found = [];
  for await (const { day, logged: presenceOf } of surveyed.days())
    found.push({ ...day, ana: presenceOf("ana") });
  surveyed.close();
  return { survey: surveyed.survey, days: found };
}

const calls = fc
  .array(fc.record({ hour: fc.integer({ min: 0, max: 40 * 24 }), skill: fc.constantFrom("a", "b", "c") }), {
    minLength: 30,
    maxLength: 200,
  })
  .map((all) =>
    all
      .map(({ hour, skill }, n) => logged(`${n}`, hour * HOUR_S, { skill }))
      .sort((one, other) => one.arrivedAt - other.arrivedAt),
  );
const disorder = fc.constantFrom<(all: readonly LoggedCall[]) => LoggedCall[][]>(
  (all) => [[...all]],
  (all) => [all.toReversed()],
  (all) => [all.toSorted((one, other) => (one.skill < other.skill ? -1 : one.skill > other.skill ? 1 : 0))],
  (all) => [...Map.groupBy(all, ({ skill }) => skill).values()],
);

test("a long record gives the same days in whatever order it comes: newest first, queue by queue, a file for each queue", async () => {
  await fc.assert(
    fc.asyncProperty(calls, disorder, async (all, disordered) => {
      const short = await days(recordingOf([all]), 1_000);
      const long = await days(recordingOf(disordered(all)), 20);
      assert.equal(long.survey.calls, all.length);
      const ids = (of: typeof long) =>
        of.days.map(({ date, calls: some }) => [date, some.map(({ callId }) => callId).sort()]);
      assert.deepEqual(ids(long), ids(short));
      assert.equal(long.days.flatMap((day) => day.calls).length, all.length);
    }),
    { numRuns: 25 },
  );
});

test("a long record in no order also gives on each day who had logged in before, and leaves nothing on the disk", async () => {
  const all = Array.from({ length: 60 }, (_, n) => logged(`${n}`, n * 12 * HOUR_S)).toReversed();
  const said: AgentEvent[] = [
    { at: 6 * HOUR_S * 1_000, agent: "ana", queue: "sales", type: "logged-in" },
    { at: 20 * 24 * HOUR_S * 1_000, agent: "ana", queue: "sales", type: "logged-out" },
  ];
  const found = await days(recordingOf([all], said), 10);
  assert.equal(found.days.length, 30);
  assert.deepEqual(
    found.days.map(({ ana }) => ana !== null),
    Array.from({ length: 30 }, (_, day) => day < 20),
  );
  assert.equal(found.days[0]!.ana!.from, 6 * HOUR_S * 1_000);
  assert.deepEqual(readdirSync(folder), []);
});

test("a long record in no order is refused in a sentence where there is no room to sort it", async () => {
  const all = Array.from({ length: 60 }, (_, n) => logged(`${n}`, n * 12 * HOUR_S)).toReversed();
  process.env["TMPDIR"] = join(folder, "gone");
  try {
    await assert.rejects(days(recordingOf([all]), 10), { code: "sorting-impossible" });
  } finally {
    process.env["TMPDIR"] = folder;
  }
});
