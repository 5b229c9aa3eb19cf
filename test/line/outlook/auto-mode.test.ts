import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { readCheckpoint, writeCheckpoint } from "../../../src/line/checkpoint.ts";
import type { OfferInputs } from "../../../src/line/events.ts";
import type { SkillOutlook } from "../../../src/line/outlook/skill-outlook.ts";
import { lineOf } from "../../../src/line/state.ts";
import { defaultSkill } from "../../../src/operation/default-settings.ts";
import { commandsOf, eventsOf, overSteps } from "../histories.ts";
import { ana, MINUTE_MS, Story } from "../story.ts";

const STALE_MS = 150_000;

describe("smart wait that switches itself", () => {
  let story: Story;
  let calls = 0;
  beforeEach(() => {
    story = new Story();
    story.adopt({ smartWait: "auto" });
    // Several stand before the next caller: they would wait for long.
    story.wait(3);
  });

  function risk(risk: number, more: Partial<SkillOutlook> = {}, asOf = story.now) {
    const skills = [{ skill: 1, risk, offered: 20, level: 0.7, ...more }];
    return eventsOf(story.tell({ type: "outlook", asOf, skills }).events, "smart-wait-switched");
  }

  /** Somebody comes, and hangs up when they were decided on. */
  function arrives() {
    const call = `call${calls++}`;
    const { events, commands } = story.tell({ type: "call-arrived", call, skill: 1, caller: ana });
    const { decision, reason, inputs } = eventsOf(events, "call-decided")[0]!;
    story.tell({ type: "call-ended", call });
    return { decision, reason, inputs, told: commands.map(({ type }) => type) };
  }

  const ruleOf = ({ autoRule, risk, riskThreshold }: OfferInputs) => [autoRule, risk, riskThreshold];
  const isOn = () => lineOf(story.state, 1).auto.on;

  it("offers nothing while the target is not at risk, and says so with the risk and the threshold", () => {
    assert.deepEqual(risk(0.5), []);
    const { decision, reason, inputs, told } = arrives();
    assert.deepEqual([decision, reason, told], ["pass", "not-at-risk", ["pass"]]);
    assert.deepEqual(ruleOf(inputs), ["risk-low", 0.5, 0.5]);
  });

  it("switches itself on above one half, as an event with its inputs, and offers", () => {
    const [switched] = risk(0.51);
    assert.deepEqual(
      { ...switched, inputs: { ...switched!.inputs, leastOnMs: 0 } },
      {
        type: "smart-wait-switched",
        skill: 1,
        on: true,
        why: "at-risk",
        inputs: {
          risk: 0.51,
          threshold: 0.5,
          level: 0.7,
          offered: 20,
          agents: 1,
          asOf: story.now,
          leastOnMs: 0,
        },
      },
    );
    const { reason, inputs, told } = arrives();
    assert.deepEqual([reason, told], ["wait-long", ["offer"]]);
    assert.deepEqual(
      [...ruleOf(inputs), inputs.autoSince],
      ["at-risk", 0.51, defaultSkill.auto.offBelow, story.now],
    );
  });

  it("stays on between the thresholds, and for as long as two calls take and at least 5 minutes", () => {
    const at = story.now;
    // Nobody has seen a call end yet: as long as calls usually take.
    assert.equal(risk(0.9)[0]!.inputs.leastOnMs, 8 * MINUTE_MS);
    story.after(8 * MINUTE_MS - 1);
    assert.deepEqual(risk(0), []);
    story.after(1);
    assert.deepEqual(risk(0.35), []);
    assert.equal(isOn(), true);
    assert.equal(arrives().reason, "wait-long");
    const [switched] = risk(0.34);
    assert.deepEqual([switched!.on, switched!.why, switched!.inputs.threshold], [false, "risk-over", 0.35]);
    assert.deepEqual(lineOf(story.state, 1).auto, { on: false, since: at + 8 * MINUTE_MS, why: "risk-over" });
  });

  /** Many calls are handled, each for so long. */
  function handle(ms: number): void {
    for (let handled = 0; handled < 200; handled++) {
      const call = `handled${calls++}`;
      story.tell({ type: "call-joined", call, skill: 1, caller: ana });
      story.tell({ type: "call-answered", call, agent: "a1" });
      story.after(ms);
      story.tell({ type: "call-ended", call });
      story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    }
  }

  it("stays on for two calls where calls are long, for 5 minutes where they are short, or as its setting says", () => {
    handle(10 * MINUTE_MS);
    const least = risk(0.9)[0]!.inputs.leastOnMs;
    assert.ok(least > 17 * MINUTE_MS && least < 22 * MINUTE_MS, `${least} ms`);
    story.adopt({ smartWait: "on" });
    handle(30_000);
    handle(30_000);
    handle(30_000);
    handle(30_000);
    story.adopt({ smartWait: "auto" });
    assert.equal(risk(0.9)[0]!.inputs.leastOnMs, 5 * MINUTE_MS);
    story.adopt({ auto: { onAbove: 0.8, offBelow: 0.8, leastOnMs: 0 } });
    assert.equal(risk(0.79)[0]!.why, "risk-over");
    assert.deepEqual(risk(0.8), []);
    assert.equal(risk(0.81)[0]!.why, "at-risk");
  });

  it("switches itself on as soon as no agent is there, and not off again before one is", () => {
    risk(0.1);
    assert.equal(isOn(), false);
    const paused = story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "paused" });
    const [switched] = eventsOf(paused.events, "smart-wait-switched");
    assert.deepEqual(
      [switched!.on, switched!.why, switched!.inputs.agents, switched!.inputs.risk],
      [true, "nobody-there", 0, 0.1],
    );
    assert.deepEqual(ruleOf(arrives().inputs), ["nobody-there", 0.1, 0.35]);
    story.after(10 * MINUTE_MS);
    assert.deepEqual(risk(0.1), []);
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
    assert.equal(risk(0.1)[0]!.why, "risk-over");
  });

  it("offers as in mode on while nobody knows the risk, and says so", () => {
    assert.deepEqual(ruleOf(arrives().inputs), ["outlook-stale", null, 0.5]);
    assert.equal(arrives().decision, "offer");
    risk(0.1);
    story.after(STALE_MS);
    assert.equal(arrives().reason, "not-at-risk");
    story.after(1);
    const { decision, inputs } = arrives();
    assert.deepEqual([decision, ...ruleOf(inputs)], ["offer", "outlook-stale", null, 0.5]);
  });

  it("believes no outlook of the future, of long ago, older than the one it has, or that is no probability", () => {
    risk(0.1);
    const hostile: readonly [number, Partial<SkillOutlook>, number][] = [
      [0.9, {}, story.now + 1],
      [0.9, {}, Number.NaN],
      [0.9, {}, story.now - 30_001],
      [0.9, {}, story.now - 1],
      [Number.NaN, {}, story.now],
      [1.1, {}, story.now],
      [-0.1, {}, story.now],
      [null as unknown as number, {}, story.now],
      [0.9, { level: 2 }, story.now],
      [0.9, { offered: 0.5 }, story.now],
      [0.9, { features: [1, 2] }, story.now],
      [0.9, { skill: 7 }, story.now],
    ];
    for (const [value, more, asOf] of hostile) assert.deepEqual(risk(value, more, asOf), []);
    assert.deepEqual(lineOf(story.state, 1).outlook?.risk, 0.1);
  });

  it("asks callers who press the key at any time: they heard of it", () => {
    story.adopt({ queueOffers: { byKey: true, afterMs: null, leastAhead: 0 } });
    risk(0.1);
    story.tell({ type: "call-joined", call: "c", skill: 1, caller: ana });
    const { events, commands } = story.tell({ type: "offer-requested", call: "c", skill: 1, caller: ana });
    assert.equal(eventsOf(events, "call-decided")[0]!.reason, "asked-for");
    assert.equal(commandsOf(commands, "offer").length, 1);
  });

  it("does nothing in every other mode, and begins again when its skill comes back to it", () => {
    risk(0.9);
    for (const smartWait of ["on", "shadow", "off"] as const) {
      story.adopt({ smartWait });
      assert.deepEqual(lineOf(story.state, 1).auto, { on: false, since: null, why: null });
      assert.deepEqual(risk(0.95), []);
      assert.equal(arrives().inputs.autoRule, undefined);
    }
    story.after(STALE_MS + 1);
    story.adopt({ smartWait: "auto" });
    assert.equal(isOn(), false);
    assert.equal(risk(0.95)[0]!.on, true);
  });

  it("is on at once in a skill that comes out of shadow while the target is at risk", () => {
    story.adopt({ smartWait: "shadow" });
    assert.deepEqual(risk(0.95), []);
    story.adopt({ smartWait: "auto" });
    assert.deepEqual(lineOf(story.state, 1).auto, { on: true, since: story.now, why: "at-risk" });
  });

  it("survives a restart", () => {
    risk(0.9);
    const restored = readCheckpoint(writeCheckpoint(story.state));
    assert.deepEqual(lineOf(restored, 1).auto, lineOf(story.state, 1).auto);
    assert.deepEqual(lineOf(restored, 1).outlook, lineOf(story.state, 1).outlook);
  });
});

describe("whatever facts and outlooks come", () => {
  it("mode auto offers by itself only while it is on, and its switches alternate and keep their thresholds", () => {
    let switches = 0;
    let whileOff = 0;
    overSteps(() => {
      const on = new Map<number, { readonly on: boolean; readonly at: number }>();
      return ({ fact, events }, state) => {
        for (const skill of state.settings.skills) if (skill.smartWait !== "auto") on.delete(skill.id);
        for (const { skill, on: now, why, inputs } of eventsOf(events, "smart-wait-switched")) {
          switches++;
          const before = on.get(skill) ?? { on: false, at: fact.at };
          assert.notEqual(before.on, now, "it switches to what it is not");
          if (why === "at-risk") assert.ok(inputs.risk! > inputs.threshold);
          else if (why === "nobody-there") assert.equal(inputs.agents, 0);
          else {
            assert.ok(inputs.risk! < inputs.threshold && inputs.agents > 0);
            assert.ok(fact.at - before.at >= inputs.leastOnMs, "it is on for its time");
          }
          on.set(skill, { on: now, at: fact.at });
        }
        for (const { skill, decision, reason, inputs } of eventsOf(events, "call-decided")) {
          const mode = state.skillSettings.get(skill)?.smartWait;
          assert.equal(inputs.autoRule !== undefined, mode === "auto");
          assert.equal(reason === "not-at-risk" && inputs.autoRule !== "risk-low", false);
          if (inputs.autoRule === "risk-low") {
            whileOff++;
            assert.ok(inputs.risk! >= 0 && inputs.risk! <= 1);
            if (decision === "offer") assert.equal(reason, "asked-for");
          }
          if (inputs.autoRule === "outlook-stale") assert.equal(inputs.risk, null);
          if (inputs.autoRule === "at-risk" || inputs.autoRule === "nobody-there")
            assert.equal(on.get(skill)?.on, true);
        }
      };
    }, 300);
    assert.ok(switches > 10, `${switches} switches`);
    assert.ok(whileOff > 0, `${whileOff} came while it was off`);
  });
});
