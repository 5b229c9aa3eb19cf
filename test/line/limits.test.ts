import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { dayCeilingOf } from "../../src/line/offer/day-ceiling.ts";
import type { OperationLimits, SkillLimits } from "../../src/line/settings.ts";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { MINUTE_MS, Story } from "./story.ts";

describe("limits", () => {
  let story: Story;
  let calls = 0;
  beforeEach(() => {
    story = new Story();
    story.wait(2);
  });

  const ofDay = (limits: Partial<OperationLimits>) =>
    story.adopt({}, { limits: { ...settings.limits, ...limits } });
  const ofSkill = (limits: Partial<SkillLimits>) =>
    story.adopt({ limits: { ...settings.skills[0]!.limits, ...limits } });
  /** Why somebody who arrives is asked or not; who is asked says yes. */
  function arrives(person: string, skill = 1): string {
    const call = `limit${calls++}`;
    const caller = { person, number: "dialable" } as const;
    const { events } = story.tell({ type: "call-arrived", call, skill, caller });
    story.tell({ type: "choice-made", call, choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call });
    return eventsOf(events, "call-decided")[0]!.reason;
  }
  function cancelAll(): void {
    for (const callback of story.state.callbacks.keys())
      story.tell({
        type: "supervisor-ordered",
        order: callback,
        callback,
        act: { type: "cancel" },
        author: "luz",
        why: "asked for it",
      });
  }

  it("a number gets no more callbacks on a day than its limit, and all of them again on the next", () => {
    ofDay({ perNumberPerDay: 2 });
    for (const expected of ["wait-long", "wait-long", "number-limit"]) {
      assert.equal(arrives("ana"), expected);
      cancelAll();
    }
    assert.equal(arrives("bob"), "wait-long", "the limit is of each number");
    story.after(24 * 60 * MINUTE_MS);
    story.serve();
    story.tell({ type: "call-joined", call: "m", skill: 1, caller: { person: "m", number: "dialable" } });
    assert.equal(arrives("ana"), "wait-long");
  });

  it("the operation registers no more on a day than its ceiling", () => {
    ofDay({ perDay: 2 });
    assert.deepEqual(
      ["ana", "bob", "eva"].map((person) => arrives(person)),
      ["wait-long", "wait-long", "day-limit"],
    );
  });

  it("what is usual follows from the days before: three times their median, and 50 at least", () => {
    ofDay({ perDay: "usual", perNumberPerDay: 100 });
    /** How many are asked on the next day, of as many as come; the line is as long as before. */
    const askedOnADay = (come: number) => {
      story.after(24 * 60 * MINUTE_MS);
      cancelAll();
      story.serve();
      let asked = 0;
      for (let n = 0; n < come; n++) if (arrives(`p${n}`) === "wait-long") asked++;
      return asked;
    };
    assert.equal(askedOnADay(60), 50, "nothing is known yet");
    assert.equal(askedOnADay(200), 150, "three times the day before");
    assert.equal(askedOnADay(20), 20);
    // Days of 20, 50 and 150.
    assert.equal(askedOnADay(200), 150);
    const flooded = Array.from({ length: 2 }, () => askedOnADay(1_000));
    // Of 20, 50, 150, 150 the median is 100; with 300 more it is 150.
    assert.deepEqual(flooded, [300, 450]);
  });

  it("a caller who was promised a return call is called when the ceiling is reached too", () => {
    ofDay({ perDay: 1 });
    assert.equal(arrives("ana"), "wait-long");
    assert.equal(arrives("bob"), "day-limit");
    const [callback] = [...story.state.callbacks.values()];
    story.serveThoseBefore();
    assert.equal(story.state.callbacks.get(callback!.id)?.phase, "dialling");
  });

  it("a call that the ceiling keeps from being asked is decided with that reason, one that another limit does is not", () => {
    const decided = (call: string, person: string | null) => {
      const caller = { person, number: person === null ? "anonymous" : "dialable" } as const;
      const { events } = story.tell({ type: "call-arrived", call, skill: 1, caller });
      return eventsOf(events, "call-decided")[0]!;
    };
    ofDay({ perDay: 1 });
    arrives("ana");
    const { reason, inputs } = decided("x1", "bob");
    assert.deepEqual([reason, inputs.registeredToday, inputs.dayCeiling], ["day-limit", 1, 1]);
    story.adopt(
      { dialogue: { ...settings.skills[0]!.dialogue, otherNumber: true } },
      { limits: { ...settings.limits, perDayByAnonymous: 0 } },
    );
    const other = decided("x2", null);
    assert.deepEqual([other.reason, other.inputs.dayCeiling], ["day-limit", undefined]);
  });

  it("callers that a skill in shadow would have asked count for what is usual", () => {
    story.adopt({ smartWait: "shadow" }, { limits: { ...settings.limits, perDay: "usual" } });
    for (let n = 0; n < 40; n++) assert.equal(arrives(`p${n}`), "shadow");
    story.after(24 * 60 * MINUTE_MS);
    assert.deepEqual(dayCeilingOf(story.state, story.now), { registered: 0, atMost: 120 });
  });

  it("a skill offers no more once so many are open, and again when they are fewer", () => {
    ofSkill({ pending: 1 });
    assert.deepEqual(
      ["ana", "bob"].map((person) => arrives(person)),
      ["wait-long", "too-many-pending"],
    );
    cancelAll();
    assert.equal(arrives("bob"), "wait-long");
  });

  it("nobody is promised a return call later than the longest promise", () => {
    ofSkill({ longestPromiseMs: 5 * MINUTE_MS });
    assert.equal(arrives("ana"), "promise-too-late");
  });

  it("no more attempts are alive than the skill allows, and the operation in all its skills", () => {
    for (const limit of ["skill", "operation"]) {
      story = new Story();
      story.wait(2);
      for (const person of ["ana", "bob", "eva"]) arrives(person);
      if (limit === "skill") ofSkill({ alive: 2 });
      else ofDay({ alive: 2 });
      story.after(3_000);
      for (const agent of ["a2", "a3", "a4", "a5"])
        story.tell({ type: "agent-changed", agent, skills: [1], status: "free" });
      for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
      const ringing = [...story.state.callbacks.values()].filter(({ phase }) => phase === "dialling");
      assert.equal(ringing.length, 2);
      const { commands } = story.tell({
        type: "attempt-progressed",
        attempt: `${ringing[0]!.id}~1`,
        progress: "busy",
      });
      assert.equal(commandsOf(commands, "dial").length, 1, "one is over, so the next is dialled");
    }
  });

  it("a number that the rules refuse now, or that was dialled too often lately, ends its callback", () => {
    for (const [progress, reason] of [
      ["refused", "number-refused"],
      ["over-limit", "over-limit"],
    ] as const) {
      story = new Story();
      story.anaSaysYes();
      story.serveThoseBefore();
      const { events } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress });
      assert.deepEqual(
        eventsOf(events, "callback-ended").map((ended) => [ended.status, ended.reason]),
        [["FAIL", reason]],
      );
      assert.deepEqual(
        eventsOf(events, "attempt-ended").map(({ result }) => result),
        [progress],
      );
    }
  });

  it("a limit of attempts that is lowered holds for who was dialled more often already", () => {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "busy" });
    story.adopt({}, { attempts: { ...settings.attempts, max: 1 } });
    story.after(settings.attempts.gapMs.busy);
    const { events, commands } = story.tell({ type: "woke" });
    assert.deepEqual(commandsOf(commands, "dial"), []);
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ reason }) => reason),
      ["attempts-used-up"],
    );
  });

  it("each kind of failure has a limit of its own", () => {
    story.adopt(
      {},
      { attempts: { ...settings.attempts, maxOf: { ...settings.attempts.maxOf, machine: 1 } } },
    );
    story.anaSaysYes();
    story.serveThoseBefore();
    const { events } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "machine" });
    assert.deepEqual(
      eventsOf(events, "callback-ended").map(({ reason }) => reason),
      ["attempts-used-up"],
    );
  });

  it("a customer who picked up is not called again that day where debts are collected, and their attempt ended once", () => {
    story.adopt({ rulePack: "co-cobranza" });
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    const { events } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "hung-up" });
    assert.deepEqual(
      eventsOf(events, "attempt-ended").map(({ result }) => result),
      ["hung-up"],
    );
    const [rested] = eventsOf(events, "callback-rested");
    assert.equal(rested!.why, "answered-today");
    assert.equal(
      new Date(rested!.notBefore).toISOString(),
      "2026-03-03T12:00:00.000Z",
      "seven in the morning",
    );
  });
});
