import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { callbackLife } from "../../src/line/callback/callback-life.ts";
import { nextWake } from "../../src/line/wake.ts";
import { defaultSkill } from "../../src/operation/default-settings.ts";
import { settings } from "./generated-facts.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

describe("one callback", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
  });

  it("is offered to a caller who would wait longer than the threshold, with the reason and its inputs", () => {
    story.adopt({ judgement: "plain" });
    story.wait(2);
    const { events, commands } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    const decided = events.find((event) => event.type === "call-decided")!;
    assert.equal(decided.decision, "offer");
    assert.equal(decided.reason, "wait-long");
    assert.equal(decided.inputs.ahead, 2);
    // Two ahead, answered every half minute: a minute and a half, as far as ten answers can tell.
    assert.ok(Math.abs(decided.inputs.predictedWaitMs! - 90_000) < 15_000);
    const waitMs = decided.inputs.predictedWaitMs;
    assert.deepEqual(commands, [
      {
        type: "offer",
        call: "c",
        skill: 1,
        place: story.now,
        dialogue: { ...defaultSkill.dialogue, waitMs },
      },
    ]);
  });

  it("is not offered to a caller who will be answered at once", () => {
    story.tell({ type: "agent-changed", agent: "a2", skills: [1], status: "free" });
    const { events, commands } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    assert.equal(events.find((event) => event.type === "call-decided")!.reason, "agent-free");
    assert.equal(commands[0]!.type, "pass");
  });

  it("is promised by a span that holds the predicted wait, and nearly all others of who waits so long", () => {
    story.wait(2);
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    const { commands } = story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    const thank = commands.find((command) => command.type === "thank")!;
    const served = story.now + story.state.calls.get("c")!.predictedWaitMs!;
    assert.ok(thank.fromAt > story.now && thank.fromAt < served);
    assert.ok(thank.untilAt >= served + 5 * MINUTE_MS);
  });

  it("is dialled when those before it were rung for and an agent is free, and not while its caller is on the phone or has just hung up", () => {
    story.wait(2);
    const arrivedAt = story.now;
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    assert.deepEqual(story.serveThoseBefore().commands, []);
    assert.deepEqual(story.tell({ type: "call-ended", call: "c" }).commands, []);
    assert.equal(nextWake(story.state, story.now), story.now + 3_000);
    story.after(3_000);
    const { commands } = story.tell({ type: "woke" });
    assert.deepEqual(commands, [
      {
        type: "dial",
        attempt: "c~1",
        callback: "c",
        person: "ana",
        skill: 1,
        place: arrivedAt,
        ringForMs: settings.attempts.ringForMs,
        dialogue: { name: null, laterMs: [] },
      },
    ]);
  });

  it("ends OK by the way from dialling to an agent, at the place of its arrival", () => {
    story.anaSaysYes();
    const arrivedAt = story.state.callbacks.get("c")!.place;
    story.serveThoseBefore();
    for (const progress of ["ringing", "answered"] as const)
      assert.deepEqual(story.tell({ type: "attempt-progressed", attempt: "c~1", progress }).commands, []);
    const { commands } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    assert.deepEqual(commands, [{ type: "seat", call: "c~1", skill: 1, place: arrivedAt }]);
    story.tell({ type: "call-joined", call: "c~1", skill: 1, caller: ana });
    story.tell({ type: "call-rung", call: "c~1", agent: "a1" });
    const { events } = story.tell({ type: "call-answered", call: "c~1", agent: "a1" });
    assert.deepEqual(
      events.map((event) => ("status" in event ? event.status : event.type)),
      ["attempt-progressed", "attempt-ended", "OK"],
    );
    assert.equal(story.state.callbacks.size, 0);
  });

  it("rests by what ended the attempt, keeps its place for one early retry, and ends FAIL when all are made", () => {
    story.anaSaysYes();
    const callback = story.state.callbacks.get("c")!;
    const arrivedAt = callback.place;
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "busy" });
    assert.equal(callback.phase, "resting");
    assert.equal(callback.notBefore, story.now + settings.attempts.gapMs.busy);
    assert.equal(callback.place, arrivedAt);

    story.now = callback.notBefore;
    assert.equal(story.tell({ type: "woke" }).commands[0]!.type, "dial");
    story.tell({ type: "attempt-progressed", attempt: "c~2", progress: "no-answer" });
    assert.equal(
      callback.placeAfterRest,
      story.now + settings.attempts.gapMs["no-answer"],
      "they were away: they join again",
    );

    story.now = callback.notBefore;
    story.tell({ type: "woke" });
    const { events } = story.tell({ type: "attempt-progressed", attempt: "c~3", progress: "no-answer" });
    assert.deepEqual(
      events.filter((event) => event.type === "callback-ended").map(({ status, reason }) => [status, reason]),
      [["FAIL", "attempts-used-up"]],
    );
  });

  it("uses an attempt up of which nothing is heard, after taking it back", () => {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.now = nextWake(story.state, story.now)!;
    const { events, commands } = story.tell({ type: "woke" });
    assert.ok(events.some((event) => event.type === "attempt-ended" && event.result === "unknown"));
    assert.deepEqual(
      commands.filter(({ type }) => type === "hang-up"),
      [{ type: "hang-up", attempt: "c~1" }],
    );
    assert.ok(commands.every(({ type }) => type !== "dial"));
  });

  it("is not called while its person phones in, gives that call its place, and ends STOP NEW when it is answered", () => {
    story.anaSaysYes();
    const arrivedAt = story.state.callbacks.get("c")!.place;
    story.after(20_000);
    const { events, commands } = story.tell({ type: "call-arrived", call: "again", skill: 1, caller: ana });
    assert.equal(events.find((event) => event.type === "call-decided")!.reason, "already-registered");
    assert.deepEqual(commands, [{ type: "pass", call: "again", skill: 1, place: arrivedAt }]);
    assert.deepEqual(story.serveThoseBefore().commands, []);
    const answered = story.tell({ type: "call-answered", call: "again", agent: "a1" });
    assert.deepEqual(
      answered.events.filter((event) => event.type === "callback-ended").map(({ status }) => status),
      ["STOP NEW"],
    );
  });

  it("ends STOP NEW also when the call by which its person phoned in is answered in another skill", () => {
    story.anaSaysYes();
    story.tell({ type: "call-joined", call: "again", skill: 1, caller: ana });
    story.tell({ type: "call-joined", call: "again", skill: 2, caller: ana });
    const { events } = story.tell({ type: "call-answered", call: "again", agent: "b1" });
    assert.equal(events.find((event) => event.type === "callback-ended")!.status, "STOP NEW");
  });

  it("goes on when its person talks to another skill without having phoned its own", () => {
    story.anaSaysYes();
    story.tell({ type: "call-joined", call: "elsewhere", skill: 2, caller: ana });
    story.tell({ type: "call-answered", call: "elsewhere", agent: "b1" });
    assert.ok(story.state.callbacks.has("c"));
  });

  it("has its phone stop ringing when its person phones in meanwhile", () => {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "ringing" });
    const { commands } = story.tell({ type: "call-arrived", call: "again", skill: 1, caller: ana });
    assert.ok(commands.some((command) => command.type === "hang-up" && command.attempt === "c~1"));
    assert.equal(story.state.callbacks.get("c")!.phase, "on-phone");
  });

  it("counts who arrived later and was rung first while it was dialled", () => {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.after(1_000);
    for (const call of ["later1", "later2"]) {
      const caller = { person: call, number: "dialable" } as const;
      story.tell({ type: "call-joined", call, skill: 1, caller });
      story.tell({ type: "call-rung", call, agent: "a1" });
    }
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    const { events } = story.tell({ type: "call-rung", call: "c~1", agent: "a1" });
    assert.deepEqual(
      events
        .filter((event) => event.type === "callback-overtaken")
        .map((event) => [event.while, event.total]),
      [["dialled", 2]],
    );
  });

  it("waits for an agent to be logged in and for the hours in which its person may be called", () => {
    story.anaSaysYes();
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "away" });
    story.tell({ type: "call-ended", call: "before0" });
    assert.deepEqual(story.tell({ type: "call-ended", call: "before1" }).commands, []);
    story.after(3_000);
    const { commands } = story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    assert.equal(commands[0]!.type, "dial");

    const evening = new Story();
    evening.anaSaysYes();
    const closed = { ...settings, version: 2, callingHours: settings.callingHours.map(() => null) };
    evening.tell({ type: "settings-adopted", settings: closed });
    assert.deepEqual(evening.serveThoseBefore().commands, []);
  });
});

describe("the table of a callback's life", () => {
  it("reaches every phase from the yes, and the end from every phase", () => {
    const reached = new Set(["waiting"]);
    for (const phase of reached)
      for (const transition of Object.values(callbackLife[phase as keyof typeof callbackLife])) {
        if (["retry", "return", "put-off", "close"].includes(transition as string)) reached.add("resting");
        else if (typeof transition === "object" && "to" in transition) reached.add(transition.to);
      }
    assert.deepEqual([...reached].toSorted(), Object.keys(callbackLife).toSorted());
    for (const row of Object.values(callbackLife))
      assert.ok(
        Object.values(row).some((transition) => typeof transition === "object" && "end" in transition),
      );
  });

  it("has a way out of every phase in which the exchange may fall silent", () => {
    for (const [phase, row] of Object.entries(callbackLife))
      if (phase !== "waiting" && phase !== "resting") assert.notEqual(row.deadline, "stay");
    assert.notEqual(callbackLife.waiting.expired, "stay");
    assert.notEqual(callbackLife.resting["rest-over"], "stay");
  });

  it("decides every pair of phase and cue, and every phase is left by its person's erasure, a cancel, and an agent", () => {
    const cues = Object.keys(callbackLife.waiting).toSorted();
    for (const row of Object.values(callbackLife)) {
      assert.deepEqual(Object.keys(row).toSorted(), cues);
      for (const cue of ["cancelled", "erased", "leg-answered"] as const) assert.notEqual(row[cue], "stay");
    }
  });

  it("dials only what waits, or rests and is called now: never a person who phones, nor one being dialled", () => {
    for (const [phase, row] of Object.entries(callbackLife))
      for (const [cue, transition] of Object.entries(row))
        if (typeof transition === "object" && "to" in transition && transition.to === "dialling")
          assert.ok(
            ["waiting turn-came", "waiting call-now", "resting call-now"].includes(`${phase} ${cue}`),
          );
  });

  it("takes nobody back from the phone who picked up", () => {
    for (const phase of ["asking", "seating", "in-line", "rung", "left"] as const)
      for (const cue of [
        "phoned-in",
        "attended",
        "cancelled",
        "erased",
        "duplicate",
        "moved",
        "closed",
        "expired",
      ] as const)
        assert.ok(["stay", "remember"].includes(callbackLife[phase][cue] as string), `${phase} ${cue}`);
  });
});
