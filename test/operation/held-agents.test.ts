import assert from "node:assert/strict";
import { test } from "node:test";
import type { Exchange, Order } from "../../src/exchange/port.ts";
import { emptyState, lineOf } from "../../src/line/state.ts";
import { HeldAgents } from "../../src/operation/held-agents.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { settings } from "../line/generated-facts.ts";

test("a callback that an agent is held for is sent again every 5 s, or as soon as all is durable, and not once nobody is", async () => {
  const clock = new VirtualClock(0);
  const state = emptyState(settings);
  const told: { readonly at: number; readonly order: Order }[] = [];
  const exchange: Exchange = {
    capabilities: { dial: true, reserve: true, withdraw: false, reprioritise: false },
    connect: () => undefined,
    disconnect: () => undefined,
    execute: (order) => told.push({ at: clock.now(), order }),
  };
  let isWell = true;
  const held = new HeldAgents({ clock, exchange, state, isWell: () => isWell });
  held.keep();
  assert.equal(clock.nextAt(), null, "nobody is held yet");
  const { reserved } = lineOf(state, 1);
  reserved.set("c", 7);
  held.keep();
  held.keep();
  await clock.run(10_000);
  isWell = false;
  await clock.run(17_000);
  // What was concluded is durable, and more is being written already: so it is all day where much happens.
  held.keep();
  await clock.run(20_000);
  isWell = true;
  await clock.run(22_000);
  reserved.clear();
  await clock.run(60_000);
  const order = { type: "reserve", callback: "c", skill: 1, place: 7, forMs: 15_000 };
  assert.deepEqual(
    told,
    [5_000, 10_000, 17_000, 22_000].map((at) => ({ at, order })),
  );
  assert.equal(clock.nextAt(), null);
});
