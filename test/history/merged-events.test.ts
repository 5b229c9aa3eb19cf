import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type LogFile, mergedEvents } from "../../src/history/queue-log/merged-events.ts";
import type { QueueEvent } from "../../src/history/queue-log/queue-events.ts";

describe("events of several files", () => {
  const open = new Set<number>();

  /** A file with an event at each of these times; `breaks`: it cannot be read after them. */
  function file(times: readonly number[], { breaks = false } = {}): LogFile {
    const [begins = 0] = times;
    return {
      begins,
      async *pieces() {
        open.add(begins);
        try {
          for (const at of times) yield [{ type: "other", at } as unknown as QueueEvent];
          if (breaks) throw new Error("it cannot be read");
        } finally {
          open.delete(begins);
        }
      },
    };
  }

  it("come in order of time, and leave no file open", async () => {
    const found: unknown[] = [];
    for await (const piece of mergedEvents([file([1, 4, 6]), file([2, 5])]))
      for (const event of piece) found.push((event as QueueEvent).at);
    assert.deepEqual(found, [1, 2, 4, 5, 6]);
    assert.equal(open.size, 0);
  });

  it("leave no file open where nobody wants the rest", async () => {
    for await (const piece of mergedEvents([file([1, 4, 6]), file([2, 5])]))
      if ((piece[0] as QueueEvent).at === 4) break;
    assert.equal(open.size, 0);
  });

  it("leave no file open where another cannot be read", async () => {
    await assert.rejects(async () => {
      for await (const _ of mergedEvents([file([1, 4, 6]), file([2, 5], { breaks: true })]));
    }, /it cannot be read/);
    assert.equal(open.size, 0);
  });
});
