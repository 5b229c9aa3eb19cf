import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import { type Call, lineOf } from "../../src/line/state.ts";
import { settings } from "./generated-settings.ts";
import { decide, eventsOf, overSteps } from "./histories.ts";
import { MINUTE_MS, Story } from "./story.ts";

const DAY_MS = 24 * 60 * MINUTE_MS;
/** Callers held out in a skill at which its rate falls. */
const ENOUGH = 400;

describe("the hold-out", () => {
  let story: Story;
  let calls = 0;
  beforeEach(() => {
    story = new Story();
    story.wait(3);
    withHoldOut(true);
  });

  /** Both skills are answered by the same agent. */
  function withHoldOut(holdOut: boolean, other: object = {}): void {
    const skills = settings.skills.map((skill) => ({ ...skill, holdOut, ...other }));
    story.tell({ type: "settings-adopted", settings: { ...settings, skills } });
  }

  /** Somebody with the draw `draw` today arrives, and hangs up when they were decided on. */
  function arrives(person: string, draw: number, skill = 1) {
    const call = `call${calls++}`;
    const caller = { person, number: "dialable", draw } as const;
    const { events, commands } = story.tell({ type: "call-arrived", call, skill, caller });
    const { decision, reason, inputs } = eventsOf(events, "call-decided")[0]!;
    story.tell({ type: "call-ended", call });
    return { decision, reason, inputs, told: commands.map(({ type }) => type) };
  }

  const reasonFor = (person: string, draw: number) => arrives(person, draw).reason;
  const heldOut = () => lineOf(story.state, 1).heldOut;

  function holdOutEnough(before = 0): void {
    for (let n = before; n < ENOUGH; n++) assert.equal(reasonFor(`held${n}`, 0.099), "held-out");
  }

  it("lets one drawn below the rate pass as any caller who is not offered, and says by what", () => {
    const { decision, reason, inputs, told } = arrives("ana", 0.0999);
    assert.deepEqual([decision, reason, told], ["pass", "held-out", ["pass"]]);
    assert.deepEqual([inputs.draw, inputs.holdOutRate, inputs.heldOutToday], [0.0999, 0.1, undefined]);
  });

  it("offers to one drawn at the rate or above, and says by what as well", () => {
    const { reason, inputs, told } = arrives("ana", 0.1);
    assert.deepEqual([reason, told], ["wait-long", ["offer"]]);
    assert.deepEqual([inputs.draw, inputs.holdOutRate], [0.1, 0.1]);
  });

  it("is of those alone who would be offered: of others the decision says why they are not", () => {
    withHoldOut(true, { registersNew: false });
    assert.equal(reasonFor("ana", 0), "registration-closed");
    withHoldOut(true, { smartWait: "shadow" });
    assert.equal(reasonFor("ana", 0), "shadow");
    withHoldOut(true, { offerAfterMs: 3_600_000 });
    assert.equal(reasonFor("ana", 0), "wait-short");
    assert.equal(heldOut(), 0);
  });

  it("holds nobody out where it is off, nor whose number is withheld or who comes from a journal without draws", () => {
    const other = { dialogue: { ...settings.skills[0]!.dialogue, otherNumber: true } };
    withHoldOut(true, other);
    const unknown = [
      { person: null, number: "anonymous" },
      { person: "ana", number: "dialable" },
    ] as const;
    for (const [index, caller] of unknown.entries()) {
      const { events } = story.tell({ type: "call-arrived", call: `unknown${index}`, skill: 1, caller });
      assert.equal(eventsOf(events, "call-decided")[0]!.reason, "wait-long");
      story.tell({ type: "call-ended", call: `unknown${index}` });
    }
    withHoldOut(false, other);
    const { reason, inputs } = arrives("ana", 0);
    assert.deepEqual([reason, inputs.draw], ["wait-long", undefined]);
  });

  it("is asked of no setting that an older Espera wrote", () => {
    const { holdOut: _, ...older } = settings.skills[0]!;
    story.tell({
      type: "settings-adopted",
      settings: { ...settings, skills: [older as (typeof settings.skills)[0] & object] },
    });
    assert.equal(reasonFor("ana", 0), "wait-long");
  });

  it("falls to one in fifty when four hundred were held out, and then holds out those below that alone", () => {
    holdOutEnough();
    assert.equal(heldOut(), ENOUGH);
    const { reason, inputs } = arrives("ana", 0.02);
    assert.deepEqual([reason, inputs.holdOutRate], ["wait-long", 0.02]);
    assert.equal(reasonFor("bob", 0.0199), "held-out");
    assert.equal(heldOut(), ENOUGH + 1);
  });

  it("counts a caller once a day, however often they phone, and in each skill for itself", () => {
    for (let n = 0; n < 5; n++) arrives("ana", 0.05);
    assert.equal(heldOut(), 1);
    story.after(DAY_MS);
    story.serve();
    story.wait(3);
    arrives("ana", 0.05);
    assert.equal(heldOut(), 2);
    assert.equal(lineOf(story.state, 2).heldOut, 0);
  });

  it("keeps who was held out today where they are when the rate falls, and tomorrow no more", () => {
    assert.equal(reasonFor("ana", 0.05), "held-out");
    holdOutEnough(1);
    const { reason, inputs } = arrives("ana", 0.05);
    assert.deepEqual([reason, inputs.holdOutRate, inputs.heldOutToday], ["held-out", 0.02, true]);
    assert.equal(reasonFor("bob", 0.05), "wait-long", "who comes for the first time");
    assert.equal(reasonFor("bob", 0.05), "wait-long", "who was offered is on that side all day");
    story.after(DAY_MS);
    story.serve();
    story.wait(3);
    assert.equal(reasonFor("ana", 0.05), "wait-long");
  });

  it("goes on from a checkpoint with as many and the same", () => {
    for (let n = 0; n < ENOUGH - 1; n++) arrives(`held${n}`, 0.05);
    const restored = readCheckpoint(writeCheckpoint(story.state));
    const reasons = ["last", "next", "held0"].map((person) => {
      const caller = { person, number: "dialable", draw: 0.05 } as const;
      const fact = { type: "call-arrived", call: person, skill: 1, caller, at: story.now } as const;
      return eventsOf(decide(restored, fact).events, "call-decided")[0]!.reason;
    });
    assert.deepEqual(reasons, ["held-out", "wait-long", "held-out"]);
  });

  it("is of those as well who are asked in the queue once they have waited; not of who asks by the key themselves", () => {
    story = new Story();
    withHoldOut(true, { offerAfterMs: 0, queueOffers: { byKey: true, afterMs: MINUTE_MS, leastAhead: 1 } });
    const agents = [{ agent: "a1", skills: [1], status: "busy" as const }];
    story.tell({ type: "snapshot", calls: [], attempts: [], agents, canWithdraw: true });
    story.wait(3);
    const caller = { person: "ana", number: "dialable", draw: 0.05 } as const;
    story.tell({ type: "call-joined", call: "c", skill: 1, caller });
    story.after(2 * MINUTE_MS);
    const waited = eventsOf(story.tell({ type: "woke" }).events, "call-decided").find(
      ({ call }) => call === "c",
    );
    assert.equal(waited?.reason, "held-out");
    const pressed = story.tell({ type: "offer-requested", call: "c", skill: 1, caller });
    assert.equal(eventsOf(pressed.events, "call-decided")[0]!.reason, "asked-for");
    assert.equal(pressed.commands[0]!.type, "offer");
  });

  it("keeps who phoned before midnight on the side of that day, and counts them on it alone", () => {
    const inQueue = { byKey: false, afterMs: MINUTE_MS, leastAhead: 1 };
    const midnight = Date.parse("2026-03-03T05:00:00Z");
    story = new Story();
    story.now = midnight - 10 * MINUTE_MS;
    withHoldOut(true, { queueOffers: inQueue });
    const agents = [{ agent: "a1", skills: [1], status: "busy" as const }];
    story.tell({ type: "snapshot", calls: [], attempts: [], agents, canWithdraw: true });
    story.serve();
    story.now = midnight - MINUTE_MS / 2;
    story.wait(3);
    for (const person of ["ana", "bob"]) {
      const caller = { person, number: "dialable", draw: 0.05 } as const;
      if (person === "ana") story.tell({ type: "call-arrived", call: person, skill: 1, caller });
      story.tell({ type: "call-joined", call: person, skill: 1, caller });
    }
    assert.equal(heldOut(), 1, "ana, at her arrival");
    story.after(2 * MINUTE_MS);
    const decided = eventsOf(story.tell({ type: "woke" }).events, "call-decided");
    const sides = decided.flatMap(({ call, reason, inputs }) =>
      call === "ana" || call === "bob" ? [[call, reason, inputs.heldOutToday]] : [],
    );
    assert.deepEqual(sides, [
      ["ana", "held-out", true],
      ["bob", "held-out", undefined],
    ]);
    assert.equal(heldOut(), 2);
    for (const call of ["ana", "bob"]) story.tell({ type: "call-ended", call });
    assert.notEqual(reasonFor("ana", 0.9), "held-out", "the new day was drawn again");
    reasonFor("bob", 0.05);
    assert.equal(heldOut(), 3, "held out on another day");
  });

  it("decides by draw, rate and day alone, in any history: calculated beside the core", () => {
    let decided = 0;
    overSteps(() => {
      const sides = new Set<string>();
      const dayOf = new Map<string, string>();
      // A call may be decided on and gone within one step, so each is known from the steps before too.
      const callers = new Map<string, Pick<Call, "person" | "draw">>();
      return ({ fact, events }, state) => {
        for (const [call, { person, draw }] of state.calls) callers.set(call, { person, draw });
        const day = new Date(fact.at - 5 * 3_600_000).toISOString().slice(0, 10);
        for (const { call } of eventsOf(events, "call-arrived")) dayOf.set(call, day);
        for (const { call, skill, reason } of eventsOf(events, "call-decided")) {
          const eligible = reason === "held-out" || reason === "wait-long" || reason === "waited-long";
          const known = callers.get(call);
          if (!eligible || !known) continue;
          const { holdOut } = state.skillSettings.get(skill)!;
          const side = `${dayOf.get(call)} ${skill} ${known.person}`;
          const expected = holdOut && known.person !== null && (known.draw ?? 1) < 0.1;
          assert.equal(reason === "held-out", expected, `${side} drawn ${known.draw}`);
          if (expected) sides.add(side);
          decided++;
          const of = [...sides].filter((one) => one.split(" ")[1] === String(skill)).length;
          assert.equal(lineOf(state, skill).heldOut, of);
        }
      };
    });
    assert.ok(decided > 250, `${decided} were eligible`);
  });
});
