import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Changes, project } from "../../src/journal/rows/projection.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { Decision } from "../../src/line/decide.ts";
import type { Caller } from "../../src/line/facts.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, Story } from "./story.ts";

const extension: Caller = { person: null, number: "anonymous" };
const bob: Caller = { person: "bob", number: "dialable" };

describe("a customer that an agent puts through to where the agent's own call waits", () => {
  let story: Story;
  const closed = (decision: Decision) =>
    eventsOf(decision.events, "call-closed").map(({ call, outcome }) => [call, outcome]);
  const line = (skill: number) => [...story.state.skills.get(skill)!.live].map(({ id }) => id);

  /** Ana talks to a1 in skill 1, who phones skill 2 and waits there; `consulted` is when. */
  let consulted: number;
  beforeEach(() => {
    story = new Story();
    story.tell({ type: "call-joined", call: "customer", skill: 1, caller: ana });
    story.tell({ type: "call-answered", call: "customer", agent: "a1" });
    story.after(10_000);
    consulted = story.now;
    story.tell({ type: "call-joined", call: "consultation", skill: 2, caller: extension });
    story.after(5_000);
  });
  const putThrough = () =>
    story.tell({ type: "call-replaced", call: "consultation", by: "customer", caller: ana });

  it("waits there, at its place, while the talk with the agent is over and answered; nobody abandoned", () => {
    assert.deepEqual(closed(putThrough()), [["customer", "answered"]]);
    assert.deepEqual(closed(story.tell({ type: "call-ended", call: "consultation" })), []);
    assert.deepEqual(line(2), ["consultation"]);
    assert.equal(story.state.calls.get("consultation")?.place, consulted);
    assert.equal(story.state.calls.get("consultation")?.person, "ana");
    assert.equal(story.state.agents.get("a1")?.with, null);
  });

  it("is answered there, and the end of the call is the end there", () => {
    putThrough();
    story.tell({ type: "call-rung", call: "customer", agent: "a2" });
    const answered = story.tell({ type: "call-answered", call: "customer", agent: "a2" });
    assert.deepEqual(
      eventsOf(answered.events, "call-answered").map(({ call, skill, agent, arrivedAt }) => [
        call,
        skill,
        agent,
        arrivedAt,
      ]),
      [["consultation", 2, "a2", consulted]],
    );
    assert.deepEqual(closed(story.tell({ type: "call-ended", call: "customer" })), [
      ["consultation", "answered"],
    ]);
    assert.equal(story.state.standIns.size, 0);
    assert.deepEqual(story.tell({ type: "call-ended", call: "customer" }).events, []);
  });

  it("has abandoned there, and only there, when the phone is put down before", () => {
    putThrough();
    assert.deepEqual(closed(story.tell({ type: "call-ended", call: "customer" })), [
      ["consultation", "abandoned"],
    ]);
  });

  it("goes back to that place when they press the key for a return call: nothing is asked of them", () => {
    putThrough();
    const pressed = story.tell({ type: "offer-requested", call: "customer", skill: 2, caller: ana });
    assert.deepEqual(pressed.events, []);
    assert.deepEqual(pressed.commands, [{ type: "seat", call: "customer", skill: 2, place: consulted }]);
    story.tell({ type: "call-joined", call: "customer", skill: 2, caller: ana });
    assert.deepEqual(line(2), ["consultation"]);
  });

  it("stands before those who came later, so that no return call is dialled over their head", () => {
    const skills = story.state.settings.skills.map((skill) => ({ ...skill, offerAfterMs: 0 }));
    story.tell({ type: "settings-adopted", settings: { ...story.state.settings, skills } });
    putThrough();
    const agent = { type: "agent-changed", skills: [2], status: "free" } as const;
    for (let n = 0; n < 10; n++) {
      const caller = { person: `early${n}`, number: "dialable" } as const;
      story.tell({ type: "call-joined", call: `early${n}`, skill: 2, caller });
      story.tell({ type: "call-answered", call: `early${n}`, agent: "a2" });
      story.after(10_000);
      story.tell({ type: "call-ended", call: `early${n}` });
    }
    story.tell({ type: "call-arrived", call: "b", skill: 2, caller: bob });
    story.tell({ type: "question-began", call: "b" });
    story.tell({ type: "choice-made", call: "b", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "b" });
    story.after(60_000);
    assert.equal(story.state.callbacks.get("b")?.phase, "waiting");
    const dials = ({ commands }: Decision) => commandsOf(commands, "dial").length;
    assert.equal(dials(story.tell({ ...agent, agent: "a3" })), 0, "that agent is the customer's");
    const rung = story.tell({ type: "call-rung", call: "customer", agent: "a3" });
    assert.equal(dials(rung) + dials(story.tell({ ...agent, agent: "a4" })), 1);
  });

  it("is known again from a checkpoint and in a snapshot, and what a snapshot misses is over", () => {
    putThrough();
    const text = writeCheckpoint(story.state);
    assert.equal(writeCheckpoint(readCheckpoint(text)), text);
    const seen = { call: "customer", skill: 2, sighting: "waiting", caller: ana, place: consulted } as const;
    const snapshot = { type: "snapshot", agents: [], attempts: [] } as const;
    assert.deepEqual(closed(story.tell({ ...snapshot, calls: [seen] })), []);
    assert.deepEqual(line(2), ["consultation"]);
    assert.deepEqual(closed(story.tell({ ...snapshot, calls: [] })), [["consultation", "lost"]]);
  });

  it("is recognised as the one who waits to be called back there, and is not dialled meanwhile", () => {
    story.anaSaysYes();
    story.tell({
      type: "supervisor-ordered",
      order: "1",
      callback: "c",
      act: { type: "move", skill: 2 },
      author: "luz",
      why: "x",
    });
    putThrough();
    assert.equal(story.state.callbacks.get("c")?.phase, "on-phone");
    story.tell({ type: "call-answered", call: "customer", agent: "a2" });
    assert.equal(story.state.callbacks.has("c"), false, "attended");
  });

  it("is not asked anything when the dialplan brings a call that an agent has passed on", () => {
    const { commands, events } = story.tell({
      type: "call-arrived",
      call: "customer",
      skill: 2,
      caller: ana,
    });
    const { place } = story.state.calls.get("customer")!;
    assert.deepEqual(commands, [{ type: "pass", call: "customer", skill: 2, place }]);
    assert.deepEqual(events, []);
  });

  it("is the caller of that call's row", () => {
    const changes = new Changes();
    const fact = {
      type: "call-replaced",
      call: "consultation",
      by: "customer",
      caller: ana,
      at: story.now,
    } as const;
    project(changes, { seq: 1, settingsVersion: 1, fact }, putThrough().events);
    assert.equal(changes.calls.patched.get("consultation")?.["person"], "ana");
  });
});
