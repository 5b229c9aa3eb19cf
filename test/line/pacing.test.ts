import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { apply } from "../../src/line/apply.ts";
import type { Decision } from "../../src/line/decide.ts";
import type { DiallingSettings } from "../../src/line/settings.ts";
import { lineOf } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { eventsOf } from "./histories.ts";
import { MINUTE_MS, Story } from "./story.ts";

const whyDialled = ({ events }: Decision) =>
  eventsOf(events, "attempt-dialled").map(({ callback, inputs }) => [callback, inputs.why]);

/** So many are answered by agent a1 one after another, each busy for so long. */
function serves(story: Story, count: number, ms: number): void {
  for (let n = 0; n < count; n++) {
    const call = `served ${story.now}`;
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    story.tell({ type: "call-joined", call, skill: 1, caller: { person: call, number: "dialable" } });
    story.tell({ type: "call-answered", call, agent: "a1" });
    story.after(ms);
    story.tell({ type: "call-ended", call });
  }
}

function saysYes(story: Story, call: string, skill = 1): void {
  story.tell({ type: "call-arrived", call, skill, caller: { person: call, number: "dialable" } });
  story.tell({ type: "question-began", call });
  story.tell({ type: "choice-made", call, choice: "yes", source: "key" });
  story.tell({ type: "call-ended", call });
}

describe("when a callback is dialled", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    apply(story.state, { type: "exchange-known", canWithdraw: false, canReserve: true }, story.now);
  });

  /** Somebody talks to the only agent, and Ana's turn has come. */
  function anaIsNext(dialling: Partial<DiallingSettings> = {}): void {
    story.adopt({ offerAfterMs: 0, dialling: { kappa: null, reserve: true, ...dialling } });
    const caller = { person: "bob", number: "dialable" } as const;
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    story.tell({ type: "call-joined", call: "bob", skill: 1, caller });
    story.tell({ type: "call-answered", call: "bob", agent: "a1" });
    saysYes(story, "c");
  }

  it("waits for the one agent who talks for minutes after four calls of 20 s: four are no law", () => {
    serves(story, 4, 20_000);
    anaIsNext();
    for (let until = story.now + 4 * MINUTE_MS; story.now < until; story.after(5_000))
      assert.deepEqual(whyDialled(story.tell({ type: "woke" })), []);
    assert.deepEqual(
      whyDialled(story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" })),
      [["c", "turn-came"]],
    );
  });

  it("is surer of an agent where one is held than where none is, and as sure as the settings say where they say it", () => {
    const agentIsFree = { type: "agent-changed", agent: "a1", skills: [1], status: "free" } as const;
    for (const [canReserve, dialling, kappa] of [
      [true, {}, 0.9],
      [false, {}, 0.5],
      [true, { reserve: false }, 0.5],
      [true, { kappa: 0.7 }, 0.7],
      [false, { kappa: 0.7 }, 0.7],
    ] as const) {
      story = new Story();
      apply(story.state, { type: "exchange-known", canWithdraw: false, canReserve }, story.now);
      anaIsNext(dialling);
      story.after(MINUTE_MS);
      const dialled = eventsOf(story.tell(agentIsFree).events, "attempt-dialled");
      assert.deepEqual(
        dialled.map(({ inputs }) => inputs.kappa),
        [kappa],
      );
    }
  });

  it("does not wait where it is known how long calls last, and this one is about to end", () => {
    serves(story, 60, 120_000);
    const answeredAt = story.now;
    anaIsNext({ kappa: 0.5 });
    assert.ok(lineOf(story.state, 1).learned.handle);
    let dialled: unknown[] = [];
    while (dialled.length === 0 && story.now < answeredAt + 10 * MINUTE_MS) {
      story.now = nextWake(story.state, story.now)!;
      dialled = whyDialled(story.tell({ type: "woke" }));
    }
    assert.deepEqual(dialled, [["c", "agent-soon"]]);
    // Right to the width of a bin of the law, a fifth.
    assert.ok(Math.abs(story.now - answeredAt - 120_000) < 30_000, `${story.now - answeredAt}`);
  });

  it("is dialled as soon as they have had their breath though somebody stands before them who phones another skill", () => {
    anaIsNext();
    story.tell({ type: "call-joined", call: "e", skill: 2, caller: { person: "c", number: "dialable" } });
    story.after(10_000);
    saysYes(story, "d");
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    assert.deepEqual(
      [...story.state.callbacks.values()].map(({ phase }) => phase),
      ["waiting", "waiting"],
    );
    let dialled: unknown[] = [];
    const since = story.now;
    while (dialled.length === 0) {
      story.now = nextWake(story.state, story.now)!;
      dialled = whyDialled(story.tell({ type: "woke" }));
    }
    assert.deepEqual([dialled, story.now - since], [[["d", "turn-came"]], 3_000]);
  });

  it("learns nothing of a call whose end nobody saw: a snapshot that finds its agent free may be hours late", () => {
    serves(story, 3, 120_000);
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "free" });
    anaIsNext();
    const before = structuredClone(lineOf(story.state, 1).learned);
    story.after(2 * 60 * MINUTE_MS);
    const agents = [{ agent: "a1", skills: [1], status: "free" }] as const;
    story.tell({ type: "snapshot", calls: [], attempts: [], agents });
    assert.equal(story.state.agents.get("a1")!.serving, null);
    assert.deepEqual(lineOf(story.state, 1).learned, before);
  });

  it("dials one for an agent of two skills, not one of each", () => {
    const both = { skills: [1, 2], agent: "shared" } as const;
    story.tell({ type: "agent-changed", ...both, status: "busy" });
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "away" });
    for (const skill of [1, 2]) {
      const caller = { person: `first ${skill}`, number: "dialable" } as const;
      for (let n = 0; n < 4; n++) {
        story.tell({ type: "call-joined", call: `s${skill}${n}`, skill, caller });
        story.tell({ type: "call-answered", call: `s${skill}${n}`, agent: "shared" });
        story.after(20_000);
        story.tell({ type: "call-ended", call: `s${skill}${n}` });
      }
      story.tell({ type: "call-joined", call: `talks ${skill}`, skill, caller });
      saysYes(story, `c${skill}`, skill);
      story.tell({ type: "call-ended", call: `talks ${skill}` });
    }
    assert.equal(story.state.callbacks.size, 2);
    story.after(10 * MINUTE_MS);
    story.tell({ type: "woke" });
    const dialled = whyDialled(story.tell({ type: "agent-changed", ...both, status: "free" }));
    assert.equal(dialled.length, 1);
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), []);
  });

  it("is dialled before its promise ends though nobody is free, and not by who is paused", () => {
    serves(story, 4, 20_000);
    anaIsNext();
    const { promisedUntil } = story.state.callbacks.get("c")!;
    const { ringForMs } = story.state.settings.attempts;
    story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "paused" });
    story.now = promisedUntil - ringForMs - 10_000;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), [], "nobody is there to talk");
    assert.deepEqual(
      whyDialled(story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" })),
      [["c", "promise-ends"]],
    );
  });
});
