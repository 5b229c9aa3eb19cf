import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const HALF_HOUR_MS = 30 * MINUTE_MS;

describe("a caller who wants to be called later", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.adopt({ dialogue: { laterMs: [MINUTE_MS, HALF_HOUR_MS] } });
  });

  const callback = () => story.state.callbacks.get("c")!;
  function anaChooses(laterMs: number): void {
    story.wait(2);
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key", laterMs });
    story.tell({ type: "call-ended", call: "c" });
  }

  it("hears only of times that are later than their turn", () => {
    story.wait(2);
    const { commands } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    const { dialogue } = commandsOf(commands, "offer")[0]!;
    assert.ok(dialogue.waitMs! > MINUTE_MS);
    assert.deepEqual(dialogue.laterMs, [HALF_HOUR_MS]);
  });

  it("is promised that time, called then and not before, and stands behind those who wait then", () => {
    const asked = story.now + 2_000;
    anaChooses(HALF_HOUR_MS);
    assert.equal(callback().promisedFrom, asked + HALF_HOUR_MS);
    assert.deepEqual(story.serveThoseBefore().commands, []);
    story.now = asked + HALF_HOUR_MS - 1_000;
    story.tell({ type: "call-joined", call: "k", skill: 1, caller: { person: "bob", number: "dialable" } });
    story.now = asked + HALF_HOUR_MS;
    assert.deepEqual(story.tell({ type: "woke" }).commands, [], "bob was here before");
    const { commands } = story.tell({ type: "call-rung", call: "k", agent: "a1" });
    assert.equal(commandsOf(commands, "dial")[0]!.place, asked + HALF_HOUR_MS);
  });

  it("is called within a day, and not at once, whatever time was reported", () => {
    for (const laterMs of [-5, 0, 1e15]) {
      story = new Story();
      anaChooses(laterMs);
      const after = callback().notBefore - story.now;
      assert.ok(after >= MINUTE_MS && after <= 24 * 60 * MINUTE_MS, `${laterMs} became ${after}`);
    }
  });

  it("may say so when they are called: that attempt is over, and they are called at the time they chose", () => {
    story.anaSaysYes();
    const { commands } = story.serveThoseBefore();
    assert.deepEqual(commandsOf(commands, "dial")[0]!.dialogue.laterMs, [MINUTE_MS, HALF_HOUR_MS]);
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    const snoozed = { type: "attempt-progressed", attempt: "c~1", progress: "snoozed" } as const;
    const { events } = story.tell({ ...snoozed, laterMs: HALF_HOUR_MS });
    assert.deepEqual(
      eventsOf(events, "attempt-ended").map(({ result }) => result),
      ["snoozed"],
    );
    assert.equal(callback().notBefore, story.now + HALF_HOUR_MS);
    assert.equal(callback().placeAfterRest, story.now + HALF_HOUR_MS);
    story.after(1_000);
    assert.deepEqual(
      story.tell({ ...snoozed, laterMs: HALF_HOUR_MS }).events,
      [],
      "said again it changes nothing",
    );
  });

  it("is not offered a later time at the last attempt, for there is none after it", () => {
    story.adopt({}, { attempts: { ...settings.attempts, max: 1 } });
    story.anaSaysYes();
    assert.deepEqual(commandsOf(story.serveThoseBefore().commands, "dial")[0]!.dialogue.laterMs, []);
  });

  it("hears only of times at which they may be called, before and when they are called", () => {
    const closes = 10 * 60 + 20;
    const day = { fromMinute: 7 * 60, toMinute: closes };
    story.adopt(
      { dialogue: { laterMs: [10 * MINUTE_MS, HALF_HOUR_MS] } },
      { callingHours: Array(7).fill(day) },
    );
    story.anaSaysYes();
    const [dial] = commandsOf(story.serveThoseBefore().commands, "dial");
    assert.deepEqual(dial!.dialogue.laterMs, [10 * MINUTE_MS]);
    const bob = { person: "bob", number: "dialable" } as const;
    story.wait(2);
    const { commands } = story.tell({ type: "call-arrived", call: "d", skill: 1, caller: bob });
    assert.deepEqual(commandsOf(commands, "offer")[0]!.dialogue.laterMs, [10 * MINUTE_MS]);
  });

  it("hears of no time that is later than the longest promise, before and when they are called", () => {
    const laterMs = [10 * MINUTE_MS, HALF_HOUR_MS];
    for (const [longestPromiseMs, expected] of [
      [null, laterMs],
      // A promise names a span: half an hour from now is one of thirty to thirty-seven and a half minutes.
      [37.5 * MINUTE_MS, laterMs],
      [37.4 * MINUTE_MS, [10 * MINUTE_MS]],
      [15 * MINUTE_MS, [10 * MINUTE_MS]],
      [14.9 * MINUTE_MS, []],
    ] as const) {
      story = new Story();
      story.adopt({ dialogue: { laterMs }, limits: { pending: null, alive: null, longestPromiseMs } });
      story.wait(2);
      const { commands } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
      assert.deepEqual(commandsOf(commands, "offer")[0]!.dialogue.laterMs, expected);
      story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
      story.tell({ type: "call-ended", call: "c" });
      const [dial] = commandsOf(story.serveThoseBefore().commands, "dial");
      assert.deepEqual(dial!.dialogue.laterMs, expected);
    }
  });

  it("hears of no time today where picking up ends the day", () => {
    story.adopt({ rulePack: "co-cobranza", dialogue: { laterMs: [HALF_HOUR_MS, 24 * 60 * MINUTE_MS] } });
    story.anaSaysYes();
    const [dial] = commandsOf(story.serveThoseBefore().commands, "dial");
    assert.deepEqual(dial!.dialogue.laterMs, [24 * 60 * MINUTE_MS]);
  });

  it("lives as long after that time as they would have after their yes", () => {
    anaChooses(HALF_HOUR_MS);
    assert.equal(callback().expiresAt, callback().notBefore + settings.callbackExpiresAfterMs);
  });
});
