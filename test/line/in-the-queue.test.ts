import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { nextWake } from "../../src/line/wake.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

describe("a caller who waits in the queue", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.adopt({ queueOffers: { byKey: true, afterMs: MINUTE_MS, leastAhead: 2 } });
    known({ canWithdraw: true });
  });

  const phase = () => story.state.calls.get("c")!.phase;
  function known({ canWithdraw }: { canWithdraw: boolean }): void {
    const agents = [{ agent: "a1", skills: [1], status: "busy" as const }];
    story.tell({ type: "snapshot", calls: [], attempts: [], agents, canWithdraw });
  }
  function anaWaitsBehind(count: number): number {
    story.wait(count);
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    return story.now;
  }
  function reasonAfterAMinute(joinedAt: number) {
    // The first of those before her differ by having been decided on already.
    story.now = joinedAt + MINUTE_MS;
    const { events, commands } = story.tell({ type: "woke" });
    const decided = eventsOf(events, "call-decided").find(({ call }) => call === "c");
    return { reason: decided?.reason, commands: commandsOf(commands, "withdraw") };
  }

  it("is taken out of it and asked once they have waited for so long, and keeps their place", () => {
    const joinedAt = anaWaitsBehind(2);
    assert.ok(nextWake(story.state, story.now)! <= joinedAt + MINUTE_MS);
    const { reason, commands } = reasonAfterAMinute(joinedAt);
    assert.equal(reason, "waited-long");
    assert.deepEqual(
      commands.map(({ call, place }) => [call, place]),
      [["c", joinedAt]],
    );
    story.tell({ type: "question-began", call: "c" });
    const no = story.tell({ type: "choice-made", call: "c", choice: "no", source: "key" });
    assert.deepEqual(no.commands, [{ type: "seat", call: "c", skill: 1, place: joinedAt }]);
  });

  it("is left alone when their turn is near, an agent is rung for them, or the exchange cannot take them out", () => {
    assert.equal(reasonAfterAMinute(anaWaitsBehind(1)).reason, "turn-near");
    for (const happens of ["rung", "cannot"]) {
      story = new Story();
      story.adopt({ queueOffers: { byKey: true, afterMs: MINUTE_MS, leastAhead: 2 } });
      known({ canWithdraw: happens === "rung" });
      const joinedAt = anaWaitsBehind(2);
      if (happens === "rung") story.tell({ type: "call-rung", call: "c", agent: "a1" });
      assert.deepEqual(reasonAfterAMinute(joinedAt), { reason: undefined, commands: [] });
    }
  });

  it("waits on as before where nothing is heard of their being taken out, and may still answer late", () => {
    const joinedAt = anaWaitsBehind(2);
    reasonAfterAMinute(joinedAt);
    story.after(MINUTE_MS);
    story.tell({ type: "woke" });
    assert.equal(phase(), "waiting");
    story.tell({ type: "question-began", call: "c" });
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    assert.equal(story.state.callbacks.get("c")!.place, joinedAt);
  });

  it("is asked when the exchange says so, though an agent seemed to be rung for them: that agent is free for others", () => {
    for (const said of ["question-began", "number-keyed", "choice-made"]) {
      story = new Story();
      story.adopt({
        queueOffers: { byKey: true, afterMs: MINUTE_MS, leastAhead: 2 },
        dialogue: { otherNumber: true },
      });
      known({ canWithdraw: true });
      const joinedAt = anaWaitsBehind(2);
      reasonAfterAMinute(joinedAt);
      // That the agent did not take it is not heard.
      story.tell({ type: "call-rung", call: "c", agent: "a1" });
      const office = { person: "office", number: "dialable" } as const;
      if (said === "question-began") story.tell({ type: "question-began", call: "c" });
      if (said === "number-keyed") story.tell({ type: "number-keyed", call: "c", callee: office });
      if (said !== "choice-made") {
        assert.equal(phase(), "asked", said);
        assert.equal(story.state.agents.get("a1")!.with, null);
      }
      const { commands } = story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
      assert.equal(commands[0]?.type, "thank", said);
      assert.equal(story.state.callbacks.get("c")!.place, joinedAt);
    }
  });

  it("hears no question by a report that comes twice, while an agent is rung for them", () => {
    const joinedAt = anaWaitsBehind(2);
    reasonAfterAMinute(joinedAt);
    story.tell({ type: "question-began", call: "c" });
    story.tell({ type: "choice-made", call: "c", choice: "no", source: "key" });
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    story.tell({ type: "call-rung", call: "c", agent: "a1" });
    for (const again of [
      { type: "question-began", call: "c" },
      { type: "choice-made", call: "c", choice: "no", source: "key" },
    ] as const)
      assert.deepEqual(story.tell(again), { events: [], commands: [] });
    assert.equal(phase(), "ringing");
  });

  it("may ask to be asked, however short their wait; what they hear is one question at a time and two in all", () => {
    const joinedAt = anaWaitsBehind(2);
    const pressed = () => story.tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    for (const expected of ["asked-for", "asked-for", "asked-before"] as const) {
      const { events, commands } = pressed();
      assert.equal(eventsOf(events, "call-decided")[0]!.reason, expected);
      assert.equal(commands[0]!.type, expected === "asked-for" ? "offer" : "seat");
      if (expected === "asked-before") break;
      assert.deepEqual(pressed().events, [], "said again it is the same question");
      story.tell({ type: "choice-made", call: "c", choice: "silent", source: "timeout" });
      story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    }
    assert.equal(story.state.calls.get("c")!.place, joinedAt);
  });

  it("is seated again, and hears no question, in a skill that is in shadow, however short their wait", () => {
    story.adopt({ smartWait: "shadow", offerAfterMs: 60 * MINUTE_MS });
    const joinedAt = anaWaitsBehind(2);
    const { events, commands } = story.tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    assert.equal(eventsOf(events, "call-decided")[0]!.reason, "shadow");
    assert.deepEqual(commands, [{ type: "seat", call: "c", skill: 1, place: joinedAt }]);
  });

  it("is asked no more once they said yes, also when a supervisor ended that callback", () => {
    anaWaitsBehind(2);
    story.tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    const luz = { author: "luz", why: "asked for it" };
    story.tell({ type: "supervisor-ordered", order: "1", callback: "c", act: { type: "cancel" }, ...luz });
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    const { events } = story.tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    assert.equal(eventsOf(events, "call-decided")[0]!.reason, "already-registered");
  });

  it("gives their callback back when they hang up, also in the queue of another skill", () => {
    story.anaSaysYes();
    story.tell({ type: "call-arrived", call: "again", skill: 1, caller: ana });
    assert.equal(story.state.callbacks.get("c")!.phase, "on-phone");
    story.tell({ type: "call-joined", call: "again", skill: 2, caller: ana });
    story.tell({ type: "call-ended", call: "again" });
    assert.equal(story.state.callbacks.get("c")!.phase, "waiting");
  });

  it("that an agent passes on to another queue leaves that agent to others", () => {
    story.tell({ type: "call-joined", call: "k", skill: 1, caller: ana });
    story.tell({ type: "call-answered", call: "k", agent: "a1" });
    story.tell({ type: "call-joined", call: "k", skill: 2, caller: ana });
    story.tell({ type: "call-joined", call: "m", skill: 1, caller: { person: "bob", number: "dialable" } });
    story.tell({ type: "call-answered", call: "m", agent: "a1" });
    story.tell({ type: "call-ended", call: "k" });
    assert.equal(story.state.agents.get("a1")!.status, "busy", "they talk to another by now");
  });
});
