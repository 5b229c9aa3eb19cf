import assert from "node:assert/strict";
import { test } from "node:test";
import { type AgentGroup, roster } from "../../src/exchange/simulated/roster.ts";

const timeZone = "America/Bogota";
const HOUR = 3_600_000;
const monday = Temporal.PlainDate.from("2026-03-02").toZonedDateTime(timeZone).epochMilliseconds;

const day: AgentGroup = {
  count: 4,
  skills: [1, 2],
  shift: { fromMinute: 480, toMinute: 960 },
  wrapUpMs: 10_000,
  saturdayShare: 0.5,
  sundayShare: 0,
};
const night: AgentGroup = {
  count: 1,
  skills: [2],
  shift: { fromMinute: 1_320, toMinute: 1_800 },
  wrapUpMs: 0,
};

function hours(shifts: Iterable<{ from: number; to: number }>): [number, number][] {
  return [...shifts].map(({ from, to }) => [(from - monday) / HOUR, (to - monday) / HOUR]);
}

test("each agent of a group works its shift on every day that it works", () => {
  const agents = roster({ timeZone, groups: [day, night], from: monday, to: monday + 7 * 24 * HOUR });
  assert.deepEqual(
    agents.map(({ id, skills, wrapUpMs }) => ({ id, skills, wrapUpMs })),
    [1, 2, 3, 4, 5].map((n) => ({
      id: `agent-0${n}`,
      skills: n < 5 ? [1, 2] : [2],
      wrapUpMs: n < 5 ? 10_000 : 0,
    })),
  );
  const weekdays = [0, 1, 2, 3, 4].map((n): [number, number] => [24 * n + 8, 24 * n + 16]);
  assert.deepEqual(hours(agents[0]!.shifts), [...weekdays, [128, 136]]);
  assert.deepEqual(hours(agents[2]!.shifts), weekdays);
});

test("agents pause in one call of 50, or in the share of them that their group says", () => {
  const groups = [day, { ...night, pauseShare: 0.25 }];
  const agents = roster({ timeZone, groups, from: monday, to: monday + 24 * HOUR });
  assert.deepEqual(
    agents.map(({ pauses }) => pauses),
    [0.02, 0.02, 0.02, 0.02, 0.25].map((share) => ({ share, meanMs: 300_000 })),
  );
});

test("a night shift reaches into the next day, and shifts are cut to the range", () => {
  const [agent] = roster({ timeZone, groups: [night], from: monday, to: monday + 24 * HOUR });
  assert.deepEqual(hours(agent!.shifts), [
    [0, 6],
    [22, 24],
  ]);
});

test("without an end shifts go on, and can be read again from the beginning", () => {
  const [agent] = roster({ timeZone, groups: [day], from: monday, to: null });
  for (const pass of [1, 2]) {
    const shifts = agent!.shifts[Symbol.iterator]();
    let last = shifts.next().value!;
    for (let n = 0; n < 100; n++) last = shifts.next().value!;
    assert.ok(last.from > monday + 100 * 24 * HOUR, `pass ${pass}`);
  }
});

test("on a day on which the clock changes a shift keeps its hours on the wall", () => {
  const sunday = Temporal.PlainDate.from("2026-03-29").toZonedDateTime("Europe/Madrid").epochMilliseconds;
  const [agent] = roster({
    timeZone: "Europe/Madrid",
    groups: [{ ...night, shift: { fromMinute: 0, toMinute: 480 } }],
    from: sunday,
    to: sunday + 23 * HOUR,
  });
  assert.deepEqual(
    [...agent!.shifts].map(({ from, to }) => (to - from) / HOUR),
    [7],
  );
});
