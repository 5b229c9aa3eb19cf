import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { FrontLink } from "../../src/server/front/front-link.ts";
import type { FromFront } from "../../src/server/front/front-messages.ts";
import { PublishedTime, publishedNow } from "../../src/server/front/published-time.ts";

test("each question gets its own answer, in whatever order they come", async () => {
  const said: FromFront[] = [];
  const { desk, deliver } = linked(said);
  const rules = desk.server.rulesOf("clinic");
  const lines = desk.owner.lines({ id: 7 }, []);
  assert.deepEqual(said, [
    { id: 1, question: { server: { ask: "rulesOf", given: ["clinic"] } } },
    { id: 2, question: { owner: { ask: "lines", operation: 7, given: [[]] } } },
  ]);
  deliver(2, { result: null });
  deliver(1, { result: "page" });
  assert.deepEqual([await rules, await lines], ["page", null]);
});

test("a question that the thread that decides does not answer is answered that it did not", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { desk, deliver } = linked([]);
    const asked = desk.server.readiness();
    mock.timers.tick(10_000);
    await assert.rejects(asked, { code: "operation-unreachable" });
    // It comes late, and nobody waits for it any more.
    deliver(1, { result: [] });
  } finally {
    mock.timers.reset();
  }
});

test("another thread reads the time that was published last", () => {
  mock.timers.enable({ apis: ["setInterval"] });
  let at = 1_000;
  const time = new PublishedTime(() => at);
  const now = publishedNow(time.memory);
  const read = [now()];
  at = 5_000;
  mock.timers.tick(20);
  read.push(now());
  time.close();
  at = 9_000;
  mock.timers.tick(20);
  read.push(now());
  mock.timers.reset();
  assert.deepEqual(read, [1_000, 5_000, 5_000]);
});

function linked(said: FromFront[]) {
  const link = new FrontLink((message) => said.push(message));
  return { desk: link.desk, deliver: link.deliver.bind(link) };
}
