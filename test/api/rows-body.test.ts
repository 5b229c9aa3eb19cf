import assert from "node:assert/strict";
import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { RowsBody } from "../../src/api/wolkvox/rows-body.ts";

/** Chunks that note how many were taken and how often they were let go of. */
class NotedChunks implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  taken = 0;
  letGo = 0;
  readonly #chunks: readonly Uint8Array[];

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const value = this.#chunks[this.taken++];
    return value ? { done: false, value } : { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.letGo++;
    return { done: true, value: undefined };
  }
}

const chunksOf = (count: number, bytes: number) =>
  new NotedChunks(Array.from({ length: count }, (_, n) => new Uint8Array(bytes).fill(65 + n)));
const [head, tail] = [Buffer.from("["), Buffer.from("]")];

test("a body is its head, its chunks in their order, and its tail", async () => {
  const chunks = chunksOf(3, 2);
  assert.equal(String(await buffer(new RowsBody(head, chunks, tail))), "[AABBCC]");
  assert.equal(String(await buffer(new RowsBody(head, chunksOf(0, 0), tail))), "[]");
});

test("chunks are taken as they are read, and let go of by whoever stops, also before the first", async () => {
  const unread = chunksOf(9, 1_000_000);
  const never = new RowsBody(head, unread, tail);
  never.destroy();
  await once(never, "close");
  assert.deepEqual([unread.taken, unread.letGo], [0, 1]);

  const begun = chunksOf(9, 1_000_000);
  const body = new RowsBody(head, begun, tail);
  await once(body, "readable");
  body.read(1_000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(begun.taken <= 3, `${begun.taken} taken`);
  body.destroy();
  await once(body, "close");
  assert.equal(begun.letGo, 1);
});

test("rows that are lost end the body with an error, not as if it were whole", async () => {
  const chunks = chunksOf(1, 4);
  chunks.next = () => Promise.reject(new Error("gone"));
  await assert.rejects(buffer(new RowsBody(head, chunks, tail)), /gone/);
});
