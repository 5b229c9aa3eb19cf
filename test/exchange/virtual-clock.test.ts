import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CatchUpClock, VirtualClock } from "../../src/replay/virtual-clock.ts";
import type { Timer } from "../../src/time/clock.ts";

test("timers fire by time, then in the order in which they were asked for; cancelled ones never", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: fc.integer({ min: 0, max: 20 }), cancelled: fc.boolean() }), {
        maxLength: 60,
      }),
      async (wanted) => {
        const clock = new VirtualClock(0);
        const fired: { at: number; index: number }[] = [];
        const timers = wanted.map(({ at }, index) =>
          clock.at(at, () => fired.push({ at: clock.now(), index })),
        );
        for (const [index, { cancelled }] of wanted.entries()) if (cancelled) timers[index]!.cancel();
        await clock.run(Number.POSITIVE_INFINITY);
        const expected = wanted
          .map(({ at, cancelled }, index) => ({ at, index, cancelled }))
          .filter(({ cancelled }) => !cancelled)
          .sort((a, b) => a.at - b.at || a.index - b.index)
          .map(({ at, index }) => ({ at, index }));
        assert.deepEqual(fired, expected);
      },
    ),
  );
});

test("a run ends at its time and leaves what comes later; what is due exactly then has fired", async () => {
  const clock = new VirtualClock(100);
  const fired: number[] = [];
  for (const at of [150, 200, 201]) clock.at(at, () => fired.push(at));
  await clock.run(200);
  assert.deepEqual(fired, [150, 200]);
  assert.equal(clock.now(), 200);
  assert.equal(clock.nextAt(), 201);
});

test("each timer is settled before the next fires", async () => {
  const clock = new VirtualClock(0);
  const order: string[] = [];
  for (const at of [1, 2]) clock.at(at, () => order.push(`fired ${at}`));
  await clock.run(5, () =>
    Promise.resolve().then(() => {
      order.push("settled");
    }),
  );
  assert.deepEqual(order, ["fired 1", "settled", "fired 2", "settled"]);
});

test("a timer asked for the past fires next, and the time does not go back for it", async () => {
  const clock = new VirtualClock(50);
  const fired: number[] = [];
  clock.at(10, () => fired.push(clock.now()));
  assert.deepEqual(fired, []);
  await clock.run(60);
  assert.deepEqual(fired, [50]);
});

test("after a jump ahead what is overdue fires at the later time; after one back everything waits the longer", async () => {
  const ahead = new VirtualClock(0);
  const fired: number[] = [];
  ahead.at(10, () => fired.push(ahead.now()));
  ahead.jump(1_000);
  ahead.step();
  assert.deepEqual(fired, [1_000]);

  const back = new VirtualClock(1_000);
  back.at(1_500, () => fired.push(back.now()));
  back.jump(-600);
  await back.run(1_499);
  assert.deepEqual(fired, [1_000]);
  await back.run(1_500);
  assert.deepEqual(fired, [1_000, 1_500]);
});

test("a clock that catches up fires the past at its own times, then follows the real one", async () => {
  const real = new VirtualClock(10_000);
  const clock = new CatchUpClock(1_000, real);
  const fired: string[] = [];
  const every = (ms: number, name: string): Timer =>
    clock.at(clock.now() + ms, () => {
      fired.push(`${name} ${clock.now()}`);
      if (name === "tick") every(ms, name);
    });
  every(4_000, "tick");
  const cancelledLater = clock.at(10_500, () => fired.push("cancelled"));
  clock.at(10_600, () => fired.push(`kept ${clock.now()}`));
  await clock.catchUp();
  assert.deepEqual(fired, ["tick 5000", "tick 9000"]);
  assert.equal(clock.now(), 10_000);

  cancelledLater.cancel();
  await real.run(14_000);
  assert.deepEqual(fired, ["tick 5000", "tick 9000", "kept 10600", "tick 13000"]);
  assert.equal(clock.now(), 14_000);
});
