import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Caller } from "../../src/line/facts.ts";
import { eventsOf, overSteps } from "./histories.ts";
import { ana, Story } from "./story.ts";

const CREDIT_MS = 180_000;
const vip: Caller = { ...ana, class: { name: "vip", creditMs: CREDIT_MS } };

describe("a caller of a class with credit", () => {
  it("stands where a caller would who had arrived so much earlier", () => {
    const story = new Story();
    story.wait(2);
    const { events } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: vip });
    const [arrived = assert.fail()] = eventsOf(events, "call-arrived");
    assert.deepEqual(
      [arrived.arrivedAt, arrived.place, arrived.class],
      [story.now, story.now - CREDIT_MS, "vip"],
    );
    const [decided = assert.fail()] = eventsOf(events, "call-decided");
    assert.equal(decided.inputs.ahead, 0);
  });

  it("is behind those who arrived earlier by more than the credit", () => {
    const story = new Story();
    story.wait(2);
    story.after(CREDIT_MS + 1);
    const { events } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: vip });
    const [decided = assert.fail()] = eventsOf(events, "call-decided");
    assert.equal(decided.inputs.ahead, 2);
  });

  it("keeps class and place in the callback, and the promise counts from when it was made", () => {
    const story = new Story();
    story.adopt({ offerAfterMs: 0 });
    story.wait(2);
    story.after(CREDIT_MS + 1);
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: vip });
    story.tell({ type: "question-began", call: "c" });
    const arrivedAt = story.now;
    story.after(5_000);
    const { events } = story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    const [registered = assert.fail()] = eventsOf(events, "callback-registered");
    assert.deepEqual(
      [registered.class, registered.arrivedAt, registered.place],
      ["vip", arrivedAt, arrivedAt - CREDIT_MS],
    );
    assert.ok(registered.promisedFrom >= story.now);
  });

  it("found in the queue after an outage has arrived later than its place there", () => {
    const story = new Story();
    const place = story.now - 400_000;
    const { events } = story.tell({
      type: "snapshot",
      calls: [{ call: "c", skill: 1, sighting: "waiting", caller: vip, place }],
      agents: [],
      attempts: [],
    });
    const [arrived = assert.fail()] = eventsOf(events, "call-arrived");
    assert.deepEqual([arrived.place, arrived.arrivedAt], [place, place + CREDIT_MS]);
  });

  it("that a deadline had closed and is heard of again is of its class still", () => {
    const story = new Story();
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: vip });
    const before = story.state.calls.get("c")!;
    story.after(4 * 3_600_000);
    story.tell({ type: "woke" });
    const { events } = story.tell({ type: "call-joined", call: "c", skill: 1, caller: vip });
    const [reopened = assert.fail()] = eventsOf(events, "call-reopened");
    assert.deepEqual([reopened.class, reopened.place], ["vip", before.place]);
  });
});

it("whatever facts come, callers stand at their arrival less the credit, but for those who keep the place of a callback", () => {
  const credits: Record<string, number> = { vip: CREDIT_MS, gold: 30_000 };
  const seen = new Set<string | null>();
  overSteps(() => {
    const kept = new Set<number>();
    return (_, state) => {
      for (const call of state.calls.values()) {
        seen.add(call.class);
        const own = call.arrivedAt - (credits[call.class ?? ""] ?? 0);
        assert.ok(call.place === own || (call.place < own && kept.has(call.place)), call.id);
      }
      for (const { placeAfterRest } of state.callbacks.values()) kept.add(placeAfterRest);
    };
  });
  assert.equal(seen.size, 3);
});
