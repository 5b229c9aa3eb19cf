import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import fc from "fast-check";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { type ClockNews, GuardedClock } from "../../src/time/guarded-clock.ts";
import { VirtualMachine } from "./virtual-machine.ts";

const START = Date.UTC(2026, 10, 9, 14);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe("a clock that is checked against the machine's monotonic one", () => {
  let world: VirtualClock;
  let machine: VirtualMachine;
  let clock: GuardedClock;
  let news: ClockNews[];

  beforeEach(() => begin(null));

  function begin(boot: string | null): void {
    world = new VirtualClock(START);
    machine = new VirtualMachine(world, { boot });
    watched(new GuardedClock(machine));
  }

  function watched(made: GuardedClock): void {
    clock = made;
    news = [];
    clock.watch((one) => news.push(one));
  }

  const pass = (ms: number) => world.run(world.now() + ms);
  const wrongMs = () => clock.now() - world.now();
  const heard = () => news.map(({ what }) => what);

  it("gives the wall clock's time while nobody touches it", async () => {
    for (let hour = 0; hour < 48; hour++) {
      await pass(HOUR_MS);
      assert.equal(wrongMs(), 0);
    }
    assert.deepEqual(clock.doubt, { suspectByMs: 0, believedInMs: 0, aheadMs: 0 });
    assert.deepEqual(news, []);
  });

  it("goes on as if nothing had been, when the clock is 25 hours ahead for a minute", async () => {
    const fired: number[] = [];
    clock.at(START + 2 * HOUR_MS, () => fired.push(world.now()));
    machine.wrongMs = 25 * HOUR_MS;
    await pass(MINUTE_MS);
    assert.equal(wrongMs(), 0);
    assert.equal(clock.doubt.suspectByMs, 25 * HOUR_MS);
    machine.wrongMs = 0;
    await pass(HOUR_MS);
    assert.equal(wrongMs(), 0);
    assert.deepEqual(heard(), ["suspect", "back-again"]);
    assert.deepEqual(fired, []);
    await pass(HOUR_MS);
    assert.deepEqual(fired, [START + 2 * HOUR_MS]);
  });

  it("believes a clock that was set ahead once it has run steadily for ten minutes, and then wakes who is due", async () => {
    let woken = false;
    clock.at(START + 2 * HOUR_MS, () => {
      woken = true;
    });
    await pass(MINUTE_MS);
    machine.wrongMs = 3 * HOUR_MS;
    await pass(9 * MINUTE_MS);
    assert.equal(wrongMs(), 0);
    assert.ok(!woken);
    await pass(2 * MINUTE_MS);
    assert.equal(wrongMs(), 3 * HOUR_MS);
    assert.ok(woken);
    assert.deepEqual(heard(), ["suspect", "proved"]);
  });

  it("begins to count again when a clock that is suspect is set again", async () => {
    machine.wrongMs = 3 * HOUR_MS;
    await pass(8 * MINUTE_MS);
    machine.wrongMs = 4 * HOUR_MS;
    await pass(8 * MINUTE_MS);
    assert.equal(wrongMs(), 0);
    await pass(3 * MINUTE_MS);
    assert.equal(wrongMs(), 4 * HOUR_MS);
  });

  it("never believes a clock that runs at twice the pace, and says so once", async () => {
    for (let second = 0; second < 3600; second++) {
      machine.wrongMs += 1_000;
      await pass(1_000);
      assert.ok(wrongMs() <= 3_000, `${wrongMs()} after ${second} s`);
    }
    assert.deepEqual(heard(), ["suspect"]);
  });

  it("counts only the minutes in which somebody looked", async () => {
    const unwatched = new GuardedClock(machine);
    machine.wrongMs = HOUR_MS;
    assert.equal(unwatched.now(), world.now());
    await pass(30 * MINUTE_MS);
    assert.equal(unwatched.now(), world.now());
  });

  it("believes a clock at once that a person accepts", async () => {
    machine.wrongMs = 3 * HOUR_MS;
    await pass(MINUTE_MS);
    assert.equal(clock.accept(), 3 * HOUR_MS);
    assert.equal(wrongMs(), 3 * HOUR_MS);
    assert.deepEqual(heard(), ["suspect", "accepted"]);
    assert.equal(clock.accept(), 0, "there is nothing left to accept");
  });

  it("does not stand still when the clock is set back: it runs on, and a little slower once the clock is believed", async () => {
    machine.wrongMs = -HOUR_MS;
    await pass(5 * MINUTE_MS);
    assert.equal(wrongMs(), 0);
    await pass(5 * MINUTE_MS);
    assert.equal(wrongMs(), 0);
    const [before, worldBefore] = [clock.now(), world.now()];
    await pass(HOUR_MS);
    const share = (clock.now() - before) / (world.now() - worldBefore);
    assert.ok(share >= 0.9 && share < 0.91, `${share}`);
    await pass(10 * HOUR_MS);
    assert.equal(wrongMs(), -HOUR_MS);
    assert.equal(clock.doubt.aheadMs, 0);
  });

  it("wakes late, and never early, while it runs slower", async () => {
    machine.wrongMs = -HOUR_MS;
    await pass(MINUTE_MS);
    clock.accept();
    const due = clock.now() + 10 * MINUTE_MS;
    const woken = Promise.withResolvers<number>();
    clock.at(due, () => woken.resolve(clock.now()));
    await pass(12 * MINUTE_MS);
    assert.equal(await woken.promise, due);
  });

  it("follows a time service that makes the clock run faster or slower, or steps it by little", async () => {
    for (const drift of [0.000_5, -0.000_5, 0.08, -0.08]) {
      for (let second = 0; second < 3_600; second++) {
        machine.wrongMs += drift * 1_000;
        await pass(1_000);
        assert.ok(Math.abs(wrongMs() - machine.wrongMs) <= 2, `${drift} ${wrongMs()} ${machine.wrongMs}`);
      }
    }
    machine.wrongMs += 1_000;
    await pass(MINUTE_MS);
    assert.ok(Math.abs(wrongMs() - machine.wrongMs) <= 2);
    assert.deepEqual(news, []);
  });

  it("wakes up at the right time where the machine knows that it slept", async () => {
    begin("one");
    let woken = false;
    clock.at(START + 8 * HOUR_MS, () => {
      woken = true;
    });
    await pass(MINUTE_MS);
    machine.sleep(9 * HOUR_MS);
    await pass(6_000);
    assert.equal(wrongMs(), 0);
    assert.ok(woken);
    assert.deepEqual(heard(), ["slept"]);
  });

  it("takes ten minutes to believe the clock after a sleep of which the machine knows nothing", async () => {
    await pass(MINUTE_MS);
    machine.sleep(9 * HOUR_MS);
    await pass(MINUTE_MS);
    assert.equal(wrongMs(), -9 * HOUR_MS);
    assert.equal(clock.doubt.suspectByMs, 9 * HOUR_MS);
    await pass(10 * MINUTE_MS);
    assert.equal(wrongMs(), 0);
  });

  it("takes ten minutes to believe the clock of a machine that was restored from a snapshot", async () => {
    begin("one");
    await pass(MINUTE_MS);
    // The machine goes on where it was, its uptime too; then its time service sets the clock.
    machine.wrongMs = 5 * HOUR_MS;
    await pass(9 * MINUTE_MS);
    assert.equal(wrongMs(), 0);
    await pass(2 * MINUTE_MS);
    assert.equal(wrongMs(), 5 * HOUR_MS);
  });

  it("sees a clock that was set while no process looked, by what the one before it noted", async () => {
    begin("one");
    await pass(MINUTE_MS);
    const note = clock.note!;
    machine.wrongMs = 25 * HOUR_MS;
    await pass(MINUTE_MS);
    const next = new GuardedClock(machine);
    next.remember(note);
    watched(next);
    assert.equal(wrongMs(), 0);
    assert.equal(clock.doubt.suspectByMs, 25 * HOUR_MS);
    machine.wrongMs = 0;
    await pass(MINUTE_MS);
    assert.equal(wrongMs(), 0);
    assert.equal(clock.doubt.suspectByMs, 0);
  });

  it("believes the clock where the machine was restarted since the note", async () => {
    begin("one");
    const note = clock.note!;
    const next = new GuardedClock(new VirtualMachine(new VirtualClock(START + 3 * HOUR_MS), { boot: "two" }));
    next.remember(note);
    assert.equal(next.now(), START + 3 * HOUR_MS);
  });

  it("goes on from what is recorded already, and comes back to the clock without standing still", async () => {
    clock.goOnFrom(START + HOUR_MS);
    assert.equal(clock.now(), START + HOUR_MS);
    await pass(HOUR_MS);
    assert.ok(wrongMs() >= 0.9 * HOUR_MS && wrongMs() < 0.91 * HOUR_MS);
    assert.equal(clock.doubt.aheadMs, wrongMs());
    clock.goOnFrom(START);
    assert.ok(wrongMs() > 0.8 * HOUR_MS);
  });

  it("never steps back nor stands still, and wakes nobody early, whatever is done to the clock", async () => {
    const doing = fc.oneof(
      fc.record({ sets: fc.integer({ min: -40 * HOUR_MS, max: 40 * HOUR_MS }) }),
      fc.record({ steps: fc.integer({ min: -3_000, max: 3_000 }) }),
      fc.record({ sleeps: fc.integer({ min: 1, max: 9 * HOUR_MS }) }),
      fc.constant({ accepts: true }),
    );
    const doings = fc.array(fc.tuple(fc.integer({ min: 1, max: 15 * MINUTE_MS }), doing), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), doings, async (knowsBoot, done) => {
        begin(knowsBoot ? "one" : null);
        let late = 0;
        let last = clock.now();
        for (const [afterMs, what] of done) {
          const due = clock.now() + afterMs;
          clock.at(due, () => {
            late = Math.min(late, clock.now() - due);
          });
          await pass(afterMs);
          const now = clock.now();
          assert.ok(now - last >= Math.floor(0.9 * afterMs) - 1, `${now - last} in ${afterMs}`);
          if ("sets" in what) machine.wrongMs = what.sets;
          else if ("steps" in what) machine.wrongMs += what.steps;
          else if ("sleeps" in what) machine.sleep(what.sleeps);
          else clock.accept();
          last = clock.now();
          assert.ok(last >= now);
        }
        assert.equal(late, 0);
      }),
    );
  });
});
