import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { SupervisorAct } from "../../src/line/facts.ts";
import { nextWake } from "../../src/line/wake.ts";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

describe("a supervisor", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.anaSaysYes();
  });

  const callback = () => story.state.callbacks.get("c")!;
  function orders(act: SupervisorAct, id = "c") {
    const answered = story.tell({
      type: "supervisor-ordered",
      order: "1",
      callback: id,
      act,
      author: "luz",
      why: "asked for it",
    });
    return { ...answered, outcome: eventsOf(answered.events, "supervisor-answered")[0]!.outcome };
  }

  it("cancels what waits at once, and a phone that rings is put down", () => {
    assert.equal(orders({ type: "cancel" }).outcome, "done");
    assert.ok(!story.state.callbacks.has("c"));
    assert.equal(orders({ type: "cancel" }).outcome, "callback-unknown");

    story = new Story();
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "ringing" });
    const { events, commands } = orders({ type: "cancel" });
    assert.deepEqual(commandsOf(commands, "hang-up"), [{ type: "hang-up", attempt: "c~1" }]);
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ status, reason }) => [status, reason]),
      [["FAIL", "cancelled"]],
    );
  });

  it("hears that a callback changed since they looked at it, and nothing is done", () => {
    const { events, commands } = story.tell({
      type: "supervisor-ordered",
      order: "1",
      callback: "c",
      act: { type: "cancel" },
      author: "luz",
      why: "asked for it",
      outdated: true,
    });
    assert.deepEqual(commands, []);
    assert.deepEqual(
      events.map((event) => event.type === "supervisor-answered" && event.outcome),
      ["changed-meanwhile"],
    );
    assert.equal(orders({ type: "cancel" }).outcome, "done");
  });

  it("does not have anybody hung up on who picked up: the cancelled callback ends with this attempt", () => {
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    const { outcome, commands } = orders({ type: "cancel" });
    assert.deepEqual([outcome, commands], ["done", []]);
    assert.equal(orders({ type: "cancel" }).outcome, "callback-unknown", "once is enough");
    const { events } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "hung-up" });
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ reason }) => reason),
      ["cancelled"],
    );
  });

  it("ends what was cancelled, and who was erased, though their number was attended and they ask for later", () => {
    for (const [end, reason] of [
      [() => orders({ type: "cancel" }).outcome === "done", "cancelled"],
      [() => story.tell({ type: "person-erased", person: "ana" }).events.length > 0, "person-erased"],
    ] as const)
      for (const attendedFirst of [true, false]) {
        story = new Story();
        story.anaSaysYes();
        story.serveThoseBefore();
        story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
        story.tell({ type: "call-joined", call: "other", skill: 1, caller: ana });
        if (!attendedFirst) assert.ok(end());
        story.tell({ type: "call-answered", call: "other", agent: "a1" });
        if (attendedFirst) assert.ok(end());
        const later = { type: "attempt-progressed", attempt: "c~1", progress: "snoozed" } as const;
        const { events } = story.tell({ ...later, laterMs: 10 * MINUTE_MS });
        assert.deepEqual(
          eventsOf(events, "callback-ended").map((ended) => [ended.status, ended.reason]),
          [["FAIL", reason]],
        );
      }
  });

  it("moves a callback to a time, where it stands behind those who wait then", () => {
    const notBefore = story.now + 20 * MINUTE_MS;
    assert.equal(orders({ type: "move", notBefore }).outcome, "done");
    assert.deepEqual([callback().phase, callback().placeAfterRest], ["resting", notBefore]);
    assert.deepEqual(story.serveThoseBefore().commands, []);
    story.now = notBefore;
    assert.equal(commandsOf(story.tell({ type: "woke" }).commands, "dial").length, 1);
  });

  it("moves a callback to the end of another skill's line, never ahead of who waits there, called now or not", () => {
    for (const now of [false, true]) {
      story = new Story();
      story.anaSaysYes();
      story.tell({ type: "agent-changed", agent: "a2", skills: [2], status: "busy" });
      story.tell({ type: "call-joined", call: "k", skill: 2, caller: { person: "bob", number: "dialable" } });
      const { place } = story.state.calls.get("k")!;
      story.after(1_000);
      assert.equal(orders({ type: "move", skill: 2 }).outcome, "done");
      const { commands } = now
        ? orders({ type: "call-now" })
        : story.tell({ type: "call-rung", call: "k", agent: "a2" });
      if (!now) story.tell({ type: "woke" });
      const dial = commandsOf(commands, "dial")[0];
      assert.ok(callback().place > place);
      if (dial) assert.deepEqual([dial.skill, dial.place > place], [2, true]);
      assert.equal(callback().registeredFor, 1, "it counts where it was registered");
    }
  });

  it("moves a callback to another line without passing anybody there, though its phone is picked up after all", () => {
    story.tell({ type: "call-joined", call: "k", skill: 2, caller: { person: "bob", number: "dialable" } });
    story.serveThoseBefore();
    story.now = nextWake(story.state, story.now)!;
    story.tell({ type: "woke" });
    assert.equal(callback().phase, "resting", "nothing was heard of its attempt");
    assert.equal(orders({ type: "move", skill: 2 }).outcome, "done");
    const { commands } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    assert.ok(commandsOf(commands, "seat")[0]!.place > story.state.calls.get("k")!.place);
  });

  it("has a callback called before its turn; it keeps its place in the queue", () => {
    const { place } = callback();
    const { outcome, commands } = orders({ type: "call-now" });
    assert.equal(outcome, "done");
    assert.equal(commandsOf(commands, "dial")[0]!.place, place);
    assert.equal(orders({ type: "call-now" }).outcome, "being-called");
    assert.equal(orders({ type: "move", notBefore: story.now }).outcome, "being-called");
  });

  it("hears why not", () => {
    const day = 24 * 60 * MINUTE_MS;
    assert.equal(orders({ type: "call-now" }, "nobody").outcome, "callback-unknown");
    assert.equal(orders({ type: "move", skill: 9 }).outcome, "skill-unknown");
    assert.equal(orders({ type: "move", notBefore: story.now - 1 }).outcome, "time-past");
    assert.equal(orders({ type: "move", notBefore: story.now + 15 * day }).outcome, "time-too-late");
    story.adopt({ servesPending: false });
    assert.equal(orders({ type: "call-now" }).outcome, "serving-closed");
    story.adopt({ servesPending: true, openingHours: settings.callingHours.map(() => null) });
    assert.equal(orders({ type: "call-now" }).outcome, "outside-calling-hours");
    // Hours that are none may be a slip: what was promised waits for better ones.
    assert.ok(story.state.callbacks.has("c"));

    story = new Story();
    story.anaSaysYes();
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "away" });
    assert.equal(orders({ type: "call-now" }).outcome, "nobody-logged-in");
    story.tell({ type: "call-arrived", call: "again", skill: 1, caller: ana });
    assert.equal(orders({ type: "call-now" }).outcome, "on-phone");
    assert.equal(orders({ type: "move", notBefore: story.now }).outcome, "on-phone");
  });

  it("cannot call or move what has expired, though nobody said so yet", () => {
    for (const act of [{ type: "call-now" }, { type: "move", skill: 2 }] as const) {
      story = new Story();
      story.anaSaysYes();
      story.now = callback().expiresAt;
      const { outcome, events, commands } = orders(act);
      assert.equal(outcome, "callback-unknown");
      assert.deepEqual(commandsOf(commands, "dial"), []);
      assert.deepEqual(
        eventsOf(events, "callback-ended").map(({ reason }) => reason),
        ["expired"],
      );
    }
  });

  it("ends what is open for a person by erasing them", () => {
    const { events } = story.tell({ type: "person-erased", person: "ana" });
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ status, reason }) => [status, reason]),
      [["FAIL", "person-erased"]],
    );
  });
});
