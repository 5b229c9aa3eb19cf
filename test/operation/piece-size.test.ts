import assert from "node:assert/strict";
import { test } from "node:test";
import { PieceSize } from "../../src/operation/imports/piece-size.ts";

/** Sizes of pieces that come of calls that take so many ms each to write, on a disk that takes `disk` ms for any piece. */
async function sizesOf(
  piece: PieceSize,
  { perCall, disk }: { perCall: number; disk: number },
): Promise<number[]> {
  const sizes: number[] = [];
  let clock = 0;
  let from = 0;
  for (let seq = 1; sizes.length < 30; seq++) {
    if (!piece.isFull(seq)) continue;
    const size = seq - from;
    from = seq;
    sizes.push(size);
    await piece.written(
      seq,
      async () => {
        clock += disk + perCall * size;
      },
      () => clock,
    );
  }
  return sizes;
}

test("pieces come to take about as long as a fact may wait, whatever a call takes", async () => {
  for (const perCall of [0.002, 0.01, 0.02, 0.05]) {
    const size = (await sizesOf(new PieceSize(), { perCall, disk: 0 })).at(-1)!;
    assert.ok(Math.abs(size * perCall - 1) < 0.1, `${perCall} ms a call: ${size} calls`);
  }
});

test("a slow disk does not make pieces so small that nothing but the disk works", async () => {
  assert.equal((await sizesOf(new PieceSize(), { perCall: 0.05, disk: 50 })).at(-1), 20);
});

test("no piece is larger than was asked for", async () => {
  assert.deepEqual([...new Set(await sizesOf(new PieceSize(2), { perCall: 0, disk: 0.001 }))], [2]);
});
