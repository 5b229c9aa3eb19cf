import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { blockStart, decompose, levels, standardOffset } from "../../src/journal/counts.ts";

const DAY = 86_400_000;
const minutes = (n: number) => n * 60_000;

describe("a range taken apart into blocks of counts", () => {
  const offset = fc.integer({ min: -12 * 60, max: 14 * 60 }).map(minutes);
  const from = fc.integer({ min: 1.7e12, max: 1.8e12 });
  const length = fc.oneof(
    fc.integer({ min: -10, max: minutes(3) }),
    fc.integer({ min: 0, max: 3 * DAY }),
    fc.integer({ min: 0, max: 400 * DAY }),
  );

  it("amounts to each of its moments once and to no other, by whole blocks and half a minute at each end", () => {
    fc.assert(
      fc.property(offset, from, length, (offsetMs, from, length) => {
        const { blocks, rest } = decompose({ from, to: from + length }, offsetMs);
        // How many times a moment counts changes only where a piece begins or ends.
        const changes = new Map<number, number>();
        const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
        for (const { from, to, sign } of [...blocks, ...rest]) {
          assert.ok(to > from);
          change(from, sign);
          change(to, -sign);
        }
        const wanted = length > 0 ? new Map([[from, 1]]).set(from + length, -1) : new Map();
        assert.deepEqual(new Map([...changes].filter(([, by]) => by !== 0)), wanted);
        for (const { level, from, to } of blocks)
          for (const end of [from, to]) assert.equal(blockStart(level, end, offsetMs), end);
        assert.ok(rest.length <= 2);
        const most = blocks.length > 0 ? minutes(0.5) : minutes(1);
        for (const { from, to } of rest) assert.ok(to - from <= most);
      }),
    );
  });

  it("needs no more blocks for a year than its days and what half a day at each end has of hours and minutes", () => {
    fc.assert(
      fc.property(offset, from, length, (offsetMs, from, length) => {
        const { blocks } = decompose({ from, to: from + length }, offsetMs);
        const read = levels.map(({ lengthMs }, level) =>
          blocks
            .filter((block) => block.level === level)
            .reduce((n, { from, to }) => n + (to - from) / lengthMs, 0),
        );
        assert.ok(read[0]! <= 2 * 30 && read[1]! <= 2 * 12 && read[2]! <= Math.max(0, length) / DAY + 1);
      }),
    );
  });

  it("reads a local day of a zone as one block", () => {
    const offsetMs = standardOffset("America/Bogota", 2026);
    const from = Date.parse("2026-03-02T00:00:00-05:00");
    assert.deepEqual(decompose({ from, to: from + DAY }, offsetMs), {
      blocks: [{ level: 2, from, to: from + DAY, sign: 1 }],
      rest: [],
    });
  });
});

it("a zone's standard offset is that of its winter, on either half of the earth", () => {
  for (const [zone, hours] of [
    ["America/Bogota", -5],
    ["Europe/Berlin", 1],
    ["America/Santiago", -4],
    ["Asia/Kathmandu", 5.75],
    ["UTC", 0],
  ] as const)
    assert.equal(standardOffset(zone, 2026), hours * 3_600_000, zone);
});
