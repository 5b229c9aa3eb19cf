import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { Fact } from "../../src/line/facts.ts";
import type { Settings } from "../../src/line/settings.ts";
import { emptyState, noteAllLines } from "../../src/line/state.ts";
import { nextWake } from "../../src/line/wake.ts";
import { facts, settings } from "./generated-facts.ts";
import { decide, eventsOf, runs } from "./histories.ts";
import { ana, Story } from "./story.ts";

const SKILLS = Array.from({ length: 40 }, (_, index) => index + 1);

describe("looking only at the lines in which something changed, or the time came for something", () => {
  it("concludes what looking at all of them does, in a history over forty skills", () => {
    fc.assert(
      fc.property(facts(200), (drawn) => {
        const some = emptyState(inForty(settings));
        const all = emptyState(inForty(settings));
        for (const fact of drawn.map(overForty)) {
          noteAllLines(all);
          assert.deepEqual(decide(some, fact), decide(all, fact));
          noteAllLines(all);
          assert.equal(nextWake(some, fact.at), nextWake(all, fact.at));
        }
      }),
      runs,
    );
  });

  it("concludes the same after a restart, where every line is new", () => {
    fc.assert(
      fc.property(facts(200), (drawn) => {
        const running = emptyState(inForty(settings));
        let restarted = emptyState(inForty(settings));
        drawn.map(overForty).forEach((fact, index) => {
          if (index % 25 === 0) restarted = readCheckpoint(writeCheckpoint(restarted));
          assert.deepEqual(decide(running, fact), decide(restarted, fact));
        });
      }),
      runs,
    );
  });

  it("sees at once that who picked up in one line is not to be called in another one today", () => {
    const story = new Story();
    const skills = story.state.settings.skills.map((skill) =>
      skill.id === 2 ? { ...skill, rulePack: "co-cobranza" as const } : skill,
    );
    story.tell({ type: "settings-adopted", settings: { ...story.state.settings, skills } });
    story.tell({ type: "agent-changed", agent: "a1", skills: [1, 2], status: "busy" });
    story.anaSaysYes();
    const others = Array.from({ length: 7 }, (_, index) => `other${index}`);
    for (const call of others)
      story.tell({ type: "call-joined", call, skill: 2, caller: { person: call, number: "dialable" } });
    for (const call of others.slice(0, 4)) {
      story.after(20_000);
      story.tell({ type: "call-answered", call, agent: "a1" });
      story.tell({ type: "call-ended", call });
    }
    story.tell({ type: "call-arrived", call: "d", skill: 2, caller: ana });
    story.tell({ type: "choice-made", call: "d", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "d" });
    story.serveThoseBefore();
    story.after(3_000);
    for (const call of others.slice(4)) story.tell({ type: "call-ended", call });
    assert.equal(story.state.callbacks.get("d")!.phase, "waiting", "her phone rings for the other line");
    const { events } = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    assert.deepEqual(
      eventsOf(events, "callback-rested").map(({ callback, why }) => [callback, why]),
      [["d", "answered-today"]],
    );
  });
});

function inForty(given: Settings): Settings {
  const skills = SKILLS.map((id) => ({
    ...given.skills[(id - 1) % given.skills.length]!,
    id,
    name: `skill ${id}`,
  }));
  return { ...given, skills };
}

/** The same fact where its call is of one of forty skills, which all agents serve. */
function overForty(fact: Fact): Fact {
  const spread = (skill: number, call: string) =>
    1 + ((skill * 7 + Number(call.replaceAll(/\D/g, ""))) % SKILLS.length);
  if (fact.type === "settings-adopted") return { ...fact, settings: inForty(fact.settings) };
  if (fact.type === "call-arrived" || fact.type === "call-joined" || fact.type === "offer-requested")
    return { ...fact, skill: spread(fact.skill, fact.call) };
  if (fact.type === "agent-changed") return { ...fact, skills: SKILLS };
  if (fact.type !== "snapshot") return fact;
  return { ...fact, agents: fact.agents.map((agent) => ({ ...agent, skills: SKILLS })) };
}
