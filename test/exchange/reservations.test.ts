import assert from "node:assert/strict";
import { test } from "node:test";
import { agent, begin, caller, passAll, promptAgents } from "./under-test.ts";

const hold = (hall: ReturnType<typeof begin>, place: number, forMs = 60_000) =>
  hall.exchange.execute({ type: "reserve", callback: "c", skill: 1, place, forMs });

/** Two agents talk until 30 s and 32 s; callers wait from 10 s and 12 s on. */
const busy = (options = {}) =>
  begin({
    agents: [agent("ana"), agent("bea")],
    callers: [
      caller("a", 0, { handleMs: 30_000 }),
      caller("b", 0, { handleMs: 32_000 }),
      caller("before", 10_000, { handleMs: 100_000 }),
      caller("behind", 12_000, { handleMs: 100_000 }),
    ],
    options: { ...promptAgents, ...options },
  });
const servedAt = (hall: ReturnType<typeof begin>, call: string) =>
  hall.observer.services.find((one) => one.call === call)?.at;

test("one free agent is kept from those behind the place, and none from those before it", async () => {
  const hall = busy();
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(20_000);
  hold(hall, 11_000);
  await hall.clock.run(60_000);
  assert.ok(servedAt(hall, "before")! < 32_000, "the first who came free");
  assert.equal(servedAt(hall, "behind"), undefined, "the second is held");
  hall.exchange.execute({ type: "release", callback: "c", skill: 1 });
  await hall.clock.run(62_000);
  assert.ok(servedAt(hall, "behind")! > 60_000);
});

test("what is not said again is let go, also when Espera is gone", async () => {
  const hall = busy();
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(20_000);
  hold(hall, 11_000, 15_000);
  await hall.clock.run(30_000);
  hold(hall, 11_000, 15_000);
  await hall.clock.run(31_000);
  hall.exchange.disconnect();
  await hall.clock.run(44_000);
  assert.equal(servedAt(hall, "behind"), undefined, "said again at 30 s");
  await hall.clock.run(47_000);
  assert.ok(servedAt(hall, "behind")! >= 45_000);
  assert.deepEqual(
    hall.observer.reservations.map(({ callback, at, until }) => ({ callback, at, until })),
    [{ callback: "c", at: 20_002, until: 45_002 }],
  );
});

test("an exchange that cannot hold agents says so, and holds none", async () => {
  const hall = busy({ reserves: false });
  assert.equal(hall.exchange.capabilities.reserve, false);
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(20_000);
  hold(hall, 11_000);
  await hall.clock.run(40_000);
  assert.ok(servedAt(hall, "behind")! < 34_000);
});
