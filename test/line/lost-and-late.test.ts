import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { Decision } from "../../src/line/decide.ts";
import type { AttemptProgress, SnapshotCall } from "../../src/line/facts.ts";
import { nextWake } from "../../src/line/wake.ts";
import { settings } from "./generated-facts.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const bob = { person: "bob", number: "dialable" } as const;
const HOUR_MS = 60 * MINUTE_MS;

describe("what is lost, late, or seen again", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
  });

  const phase = (callback = "c") => story.state.callbacks.get(callback)?.phase;
  const snapshot = (...calls: SnapshotCall[]) =>
    story.tell({
      type: "snapshot",
      calls,
      agents: [{ agent: "a1", skills: [1, 2], status: "busy" }],
      attempts: [],
    });
  const waiting = (call: string, place: number, caller: typeof ana | typeof bob = bob): SnapshotCall => ({
    call,
    skill: 1,
    sighting: "waiting",
    caller,
    place,
  });

  /** Ana is called back, picks up, confirms, and her leg is in the queue. */
  function anaIsInLine(): void {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    story.tell({ type: "call-joined", call: "c~1", skill: 1, caller: ana });
  }

  /** Ana's number is picked up, an agent answers another call of it, and anyone who picked up does that. */
  function attendedWhileAsked(progress: AttemptProgress): Decision {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    story.tell({ type: "call-joined", call: "n", skill: 1, caller: ana });
    const { events, commands } = story.tell({ type: "call-answered", call: "n", agent: "a1" });
    assert.deepEqual(
      [events.filter(({ type }) => type === "callback-ended"), commands],
      [[], []],
      "nobody is hung up on",
    );
    return story.tell({ type: "attempt-progressed", attempt: "c~1", progress });
  }

  it("a snapshot takes back a ring of which the end was lost, for a caller and for a return call", () => {
    anaIsInLine();
    story.tell({ type: "call-rung", call: "c~1", agent: "a1" });
    story.tell({ type: "call-joined", call: "k", skill: 1, caller: bob });
    story.tell({ type: "call-rung", call: "k", agent: "a1" });
    snapshot(waiting("c~1", story.now - MINUTE_MS, ana), waiting("k", story.now));
    assert.equal(phase(), "in-line");
    assert.equal(story.state.calls.get("k")!.phase, "waiting");
  });

  for (const agent of ["a1", undefined])
    it(`whose return call reached an agent while nobody looked was called back (agent ${agent})`, () => {
      for (const seen of ["in-line", "rung"]) {
        story = new Story();
        anaIsInLine();
        if (seen === "rung") story.tell({ type: "call-rung", call: "c~1", agent: "a1" });
        const told = {
          type: "snapshot",
          calls: [],
          agents: [{ agent: "a1", skills: [1, 2], status: "free" }],
          attempts: [],
          served: [{ attempt: "c~1", ...(agent === undefined ? {} : { agent }) }],
        } as const;
        const { events, commands } = story.tell(told);
        assert.deepEqual(
          events.flatMap((event) => (event.type === "callback-ended" ? [event.status] : [])),
          ["OK"],
        );
        assert.deepEqual(commands, []);
        assert.equal(story.state.agents.get("a1")!.status, "free", "the talk is over");
        const again = story.tell(told);
        assert.deepEqual([again.events, again.commands], [[], []], "reported again it changes nothing");
      }
    });

  it("an earlier attempt that reached an agent takes the one under way back", () => {
    anaIsInLine();
    story.tell({ type: "call-ended", call: "c~1" });
    story.after(10 * MINUTE_MS);
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    story.tell({ type: "woke" });
    assert.equal(phase(), "dialling");
    const { events, commands } = story.tell({
      type: "snapshot",
      calls: [],
      agents: [{ agent: "a1", skills: [1], status: "busy" }],
      attempts: [{ attempt: "c~2", progress: "dialling" }],
      served: [{ attempt: "c~1" }],
    });
    assert.ok(events.some((event) => event.type === "callback-ended" && event.status === "OK"));
    assert.ok(commands.some((command) => command.type === "hang-up" && command.attempt === "c~2"));
  });

  it("a call that only a deadline closed is open again when it is heard of, at its place", () => {
    story.tell({ type: "call-arrived", call: "k", skill: 1, caller: bob });
    const { place } = story.state.calls.get("k")!;
    story.now = nextWake(story.state, story.now)!;
    const { events } = story.tell({ type: "woke" });
    assert.ok(events.some((event) => event.type === "call-closed" && event.outcome === "lost"));
    snapshot(waiting("k", place));
    assert.equal(story.state.calls.get("k")!.phase, "waiting");
    assert.equal(story.state.calls.get("k")!.place, place);
    story.tell({ type: "call-ended", call: "k" });
    snapshot(waiting("k", place));
    assert.ok(!story.state.calls.has("k"), "what the exchange itself ended stays ended");
  });

  it("a caller that nobody announced has the place at which the exchange has them", () => {
    const arrivedAt = story.now - 20 * MINUTE_MS;
    const { events } = snapshot(waiting("k", arrivedAt));
    const arrived = events.find((event) => event.type === "call-arrived")!;
    assert.equal(arrived.arrivedAt, arrivedAt);
    assert.equal(story.state.calls.get("k")!.place, arrivedAt);
  });

  it("an agent who left or pauses is not brought back by the end of their call or of a ring", () => {
    for (const status of ["away", "paused"] as const) {
      story = new Story();
      story.tell({ type: "call-joined", call: "k", skill: 1, caller: bob });
      story.tell({ type: "call-answered", call: "k", agent: "a1" });
      story.tell({ type: "agent-changed", agent: "a1", skills: [1], status });
      story.tell({ type: "call-ended", call: "k" });
      assert.equal(story.state.agents.get("a1")!.status, status);
      story.tell({ type: "ring-missed", call: "k2~1", agent: "a1" });
      assert.equal(story.state.agents.get("a1")!.status, status);
    }
  });

  it("a call that the queue gave up holds nobody back, and may join another line", () => {
    story.wait(2);
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "c" });
    story.after(3_000);
    story.agentIsFree();
    story.tell({ type: "call-left", call: "before0", why: "timeout" });
    const { commands } = story.tell({ type: "call-left", call: "before1", why: "timeout" });
    assert.equal(commands[0]?.type, "dial");
    story.tell({ type: "call-joined", call: "before0", skill: 2, caller: bob });
    assert.equal(story.state.skills.get(2)!.live.size, 1);
    assert.equal(story.state.skills.get(1)!.live.size, 0);
  });

  it("a customer who was attended while their return call was on its way is not dialled again when that fails", () => {
    anaIsInLine();
    story.tell({ type: "call-joined", call: "n", skill: 1, caller: ana });
    story.tell({ type: "call-answered", call: "n", agent: "a1" });
    const { events, commands } = story.tell({ type: "call-ended", call: "c~1" });
    assert.deepEqual(
      events.flatMap((event) => (event.type === "callback-ended" ? [event.status] : [])),
      ["STOP NEW"],
    );
    assert.ok(commands.every(({ type }) => type !== "dial"));
  });

  it("a customer who picked up is not hung up on because another call of their number is attended: their answer counts", () => {
    const confirmed = attendedWhileAsked("confirmed");
    assert.deepEqual(
      confirmed.commands.map(({ type }) => type),
      ["seat"],
    );
    const { events } = story.tell({ type: "call-answered", call: "c~1", agent: "a1" });
    assert.ok(events.some((event) => event.type === "callback-ended" && event.status === "OK"));

    for (const [progress, status, reason] of [
      ["hung-up", "STOP NEW", "attended-before"],
      ["machine", "STOP NEW", "attended-before"],
      ["declined", "NO USER", "not-the-person"],
    ] as const) {
      story = new Story();
      const { events } = attendedWhileAsked(progress);
      const ends = events.flatMap((event) => (event.type === "callback-ended" ? [event] : []));
      assert.deepEqual(
        ends.map((end) => [end.status, end.reason]),
        [[status, reason]],
      );
    }
  });

  it("a customer who heard that they will be called later is, though another call of their number was attended", () => {
    attendedWhileAsked("snoozed");
    assert.equal(phase("c"), "resting");
    story.tell({ type: "call-ended", call: "n" });
    story.now = story.state.callbacks.get("c")!.notBefore;
    const { commands } = story.tell({ type: "woke" });
    assert.ok(commands.some(({ type }) => type === "dial"));
    const { events } = story.tell({ type: "attempt-progressed", attempt: "c~2", progress: "busy" });
    assert.ok(
      events.some(({ type }) => type === "callback-rested"),
      "that is a call of its own",
    );
  });

  it("a person is called for one skill at a time, and for none while they phone another", () => {
    for (const [call, skill] of [
      ["x", 1],
      ["y", 2],
    ] as const) {
      story.tell({ type: "agent-changed", agent: "a1", skills: [1, 2], status: "busy" });
      story.tell({ type: "call-joined", call: `before ${call}`, skill, caller: bob });
      story.tell({ type: "call-answered", call: `before ${call}`, agent: "a1" });
    }
    for (let answered = 0; answered < 10; answered++) {
      story.after(30_000);
      story.tell({ type: "call-joined", call: `s${answered}`, skill: 2, caller: bob });
      story.tell({ type: "call-answered", call: `s${answered}`, agent: "a1" });
    }
    const hold = (skill: number) =>
      story.tell({ type: "call-joined", call: `hold${skill}`, skill, caller: bob });
    hold(1);
    hold(2);
    story.after(1_000);
    for (const [call, skill] of [
      ["x", 1],
      ["y", 2],
    ] as const) {
      story.tell({ type: "call-arrived", call, skill, caller: ana });
      story.tell({ type: "choice-made", call, choice: "yes", source: "key" });
      story.tell({ type: "call-ended", call });
    }
    assert.equal(story.state.callbacks.size, 2);
    story.after(3_000);
    for (const agent of ["a2", "a3"])
      story.tell({ type: "agent-changed", agent, skills: [1, 2], status: "free" });
    story.tell({ type: "call-ended", call: "hold1" });
    assert.equal(phase("x"), "dialling");
    story.tell({ type: "call-ended", call: "hold2" });
    assert.equal(phase("y"), "waiting", "her one phone rings already");
    story.tell({ type: "attempt-progressed", attempt: "x~1", progress: "busy" });
    assert.equal(phase("y"), "dialling");
  });

  it("an expired callback is not dialled, whatever fact comes first", () => {
    story.anaSaysYes();
    story.now += settings.callbackExpiresAfterMs + HOUR_MS;
    const { events, commands } = snapshot();
    assert.ok(commands.every(({ type }) => type !== "dial"));
    assert.ok(events.some((event) => event.type === "callback-ended" && event.reason === "expired"));
  });

  it("settings alone dial nobody: what is known of the agents may be hours old", () => {
    story.anaSaysYes();
    story.tell({ type: "call-ended", call: "before0" });
    story.state.skills.get(1)!.live.clear();
    assert.deepEqual(story.tell({ type: "settings-adopted", settings }).commands, []);
  });

  it("a call's id that is given again takes nobody's callback away", () => {
    story.anaSaysYes();
    story.now += 2 * HOUR_MS;
    story.tell({ type: "call-ended", call: "before1" });
    const { events } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: bob });
    assert.equal(events.find((event) => event.type === "call-decided")!.reason, "already-registered");
    assert.equal(story.state.callbacks.get("c")!.person, "ana");
  });

  it("an attempt that is heard of after it was given up is seated at the place that it had", () => {
    anaIsInLine();
    const { place } = story.state.callbacks.get("c")!;
    story.tell({ type: "call-ended", call: "c~1" });
    story.now = story.state.callbacks.get("c")!.notBefore;
    story.tell({ type: "call-ended", call: "before0" });
    story.tell({ type: "call-ended", call: "before1" });
    story.tell({ type: "woke" });
    story.now = nextWake(story.state, story.now)!;
    story.tell({ type: "woke" });
    const rested = story.state.callbacks.get("c")!;
    const { commands } = story.tell({ type: "attempt-progressed", attempt: "c~2", progress: "confirmed" });
    const seat = commands.find((command) => command.type === "seat")!;
    assert.equal(seat.place, rested.place);
    assert.ok(seat.place <= story.now && seat.place >= place);
  });

  it("what is no attempt's id ends no callback", () => {
    story.anaSaysYes();
    for (const id of ["c~x", "c~", "c~0", "c~-1", "c~1.5", "c~NaN"])
      story.tell({ type: "call-answered", call: id, agent: "a1" });
    assert.ok(story.state.callbacks.has("c"));
  });

  it("after a lull the plain judgement does not know the wait, and nothing is promised that cannot be kept", () => {
    story.adopt({ judgement: "plain" });
    story.wait(2);
    for (const afterMs of [HOUR_MS, 14 * HOUR_MS]) {
      story.after(afterMs);
      const { events } = story.tell({ type: "call-arrived", call: `k${afterMs}`, skill: 1, caller: bob });
      assert.equal(events.find((event) => event.type === "call-decided")!.reason, "wait-unknown");
    }
  });

  it("nothing is offered that would be kept only after the hours in which people may be called", () => {
    const closing = story.state.settings.callingHours.map(() => ({ fromMinute: 0, toMinute: 610 }));
    story.tell({ type: "settings-adopted", settings: { ...settings, callingHours: closing } });
    story.wait(5);
    const { events } = story.tell({ type: "call-arrived", call: "k", skill: 1, caller: bob });
    assert.equal(events.find((event) => event.type === "call-decided")!.reason, "promise-unkeepable");
  });

  it("callers who are being asked stand ahead of those who come after them", () => {
    story.wait(2);
    for (let index = 0; index < 9; index++) {
      const caller = { person: `asked${index}`, number: "dialable" } as const;
      story.tell({ type: "call-arrived", call: `asked${index}`, skill: 1, caller });
    }
    const { events } = story.tell({ type: "call-arrived", call: "k", skill: 1, caller: bob });
    assert.equal(events.find((event) => event.type === "call-decided")!.inputs.ahead, 11);
  });
});
