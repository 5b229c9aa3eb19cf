import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { FactBody } from "../../src/line/facts.ts";
import { nextWake } from "../../src/line/wake.ts";
import { waitReasonOf } from "../../src/operation/now/wait-reason.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

describe("a callback whose former leg may still be on a phone", () => {
  let story: Story;
  const ana1 = () => story.state.callbacks.get("c")!;
  const ringing = (): void => {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "ringing" });
  };

  /** Ana's phone rings, she phones in by herself, so it is to stop, and hangs up; an agent is free for her. */
  beforeEach(() => {
    story = new Story();
    ringing();
    story.after(5_000);
    const { commands } = story.tell({ type: "call-arrived", call: "d", skill: 1, caller: ana });
    assert.deepEqual(commands[0], { type: "hang-up", attempt: "c~1" });
    story.after(1_000);
    story.tell({ type: "call-ended", call: "d" });
    story.after(4_000);
    story.tell({ type: "woke" });
    assert.deepEqual([ana1().phase, ana1().attempts], ["waiting", 1]);
  });

  const seen = (attempts: Extract<FactBody, { type: "snapshot" }>["attempts"]) =>
    story.tell({
      type: "snapshot",
      calls: [],
      agents: [{ agent: "a2", skills: [1], status: "free" }],
      attempts,
    });

  it("says that it is being called", () => {
    assert.equal(waitReasonOf(story.state, "c", story.now), "being-called");
  });

  for (const [how, fact] of [
    ["has ended", { type: "call-ended", call: "c~1" }],
    ["was not picked up", { type: "attempt-progressed", attempt: "c~1", progress: "no-answer" }],
    ["was put down", { type: "attempt-progressed", attempt: "c~1", progress: "hung-up" }],
  ] as const satisfies readonly [string, FactBody][])
    it(`is dialled at once when the leg ${how}`, () => {
      const { events, commands } = story.tell(fact);
      assert.deepEqual(events[0], { type: "leg-ended", callback: "c", attempt: "c~1" });
      assert.deepEqual(
        commands.map((one) => one.type === "dial" && one.attempt),
        ["c~2"],
      );
    });

  it("is dialled when a snapshot does not show the leg, and not while one does", () => {
    assert.deepEqual(seen([{ attempt: "c~1", progress: "ringing" }]).commands, [
      { type: "hang-up", attempt: "c~1" },
    ]);
    assert.equal(ana1().attempts, 1);
    seen([]);
    assert.equal(ana1().attempts, 2);
  });

  it("is put through where the leg was picked up and confirmed all the same", () => {
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    assert.equal(ana1().attempts, 1);
    const { commands } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    assert.deepEqual(
      commands.map((one) => one.type === "seat" && one.call),
      ["c~1"],
    );
  });

  it("is dialled once nobody can be on it any more, where the exchange says nothing", () => {
    const { settings } = story.state;
    const until = ana1().dialledAt + settings.attempts.ringForMs + 150_000;
    while (story.now < until) {
      assert.equal(ana1().attempts, 1);
      story.now = Math.max(story.now + 1, nextWake(story.state, story.now)!);
      assert.ok(story.now <= until, "the core wants to be woken then");
      story.tell({ type: "woke" });
    }
    assert.deepEqual([ana1().phase, ana1().attempts], ["dialling", 2]);
  });

  it("is not dialled by a supervisor's order either", () => {
    const order = { order: "o1", callback: "c", act: { type: "call-now" }, author: "eva", why: "" } as const;
    const { events } = story.tell({ type: "supervisor-ordered", ...order });
    assert.deepEqual(
      events.map((one) => one.type === "supervisor-answered" && one.outcome),
      ["being-called"],
    );
    story.tell({ type: "call-ended", call: "c~1" });
    assert.equal(ana1().attempts, 2);
  });

  it("hears of the leg's end once, and of nothing after it", () => {
    story.tell({ type: "call-ended", call: "c~1" });
    for (const progress of ["answered", "confirmed", "hung-up"] as const)
      assert.deepEqual(story.tell({ type: "attempt-progressed", attempt: "c~1", progress }).events, []);
    assert.equal(ana1().phase, "dialling");
  });

  it("rests on when the leg ends, where the attempt was given up", () => {
    story = new Story();
    ringing();
    story.after(2 * MINUTE_MS);
    story.tell({ type: "woke" });
    assert.equal(ana1().phase, "resting");
    const { events } = story.tell({ type: "call-ended", call: "c~1" });
    assert.deepEqual(events, [{ type: "leg-ended", callback: "c", attempt: "c~1" }]);
    assert.equal(ana1().phase, "resting");
  });
});
