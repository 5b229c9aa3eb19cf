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

  it("is covered exactly, each moment once, by whole blocks and less than two minutes at each end", () => {
    fc.assert(
      fc.property(offset, from, length, (offsetMs, from, length) => {
        const { blocks, rest } = decompose({ from, to: from + length }, offsetMs);
        const pieces = [...blocks, ...rest].toSorted((one, other) => one.from - other.from);
        let covered = from;
        for (const piece of pieces) {
          assert.equal(piece.from, covered);
          assert.ok(piece.to > piece.from);
          covered = piece.to;
        }
        assert.equal(covered, from + Math.max(0, length));
        for (const { level, from, to } of blocks)
          for (const end of [from, to]) assert.equal(blockStart(level, end, offsetMs), end);
        assert.ok(rest.length <= 2);
        for (const { from, to } of rest) assert.ok(to - from < minutes(2));
      }),
    );
  });

  it("needs no more blocks for a year than its days and what two days have of hours and minutes", () => {
    fc.assert(
      fc.property(offset, from, length, (offsetMs, from, length) => {
        const { blocks } = decompose({ from, to: from + length }, offsetMs);
        const read = levels.map(({ lengthMs }, level) =>
          blocks
            .filter((block) => block.level === level)
            .reduce((n, { from, to }) => n + (to - from) / lengthMs, 0),
        );
        assert.ok(read[0]! <= 2 * 59 && read[1]! <= 2 * 23 && read[2]! <= Math.max(0, length) / DAY);
      }),
    );
  });

  it("reads a local day of a zone as one block", () => {
    const offsetMs = standardOffset("America/Bogota", 2026);
    const from = Date.parse("2026-03-02T00:00:00-05:00");
    assert.deepEqual(decompose({ from, to: from + DAY }, offsetMs), {
      blocks: [{ level: 2, from, to: from + DAY }],
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
