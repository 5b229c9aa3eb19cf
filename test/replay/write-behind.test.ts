import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch, Run, Seal } from "../../src/journal/port.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import type { OperationStore } from "../../src/operation/operation.ts";
import { WriteBehind } from "../../src/replay/write-behind.ts";

const run = { operation: 1, id: 1, kind: "live", name: "live" } as Run;
const seal = (month: string, seq: number): Seal => ({ month, seq, state: `of ${month}` });

test("a past that is gathered keeps the seals of the months that it closed, each once", async () => {
  const written: Batch[] = [];
  const store = {
    append: async (_: Run, batch: Batch) => {
      written.push(batch);
    },
  } as unknown as OperationStore;
  const behind = new WriteBehind(store);
  const add = (more: Partial<Batch>) =>
    behind.append(run, { steps: [], changes: new Changes(), people: [], ...more });
  await add({ seals: [seal("2026-01", 5)] });
  await add({});
  await add({ seals: [seal("2026-02", 9)] });
  await behind.flush();
  await add({});
  await behind.flush();
  assert.deepEqual(
    written.map(({ seals }) => seals),
    [[seal("2026-01", 5), seal("2026-02", 9)], undefined],
  );
});
