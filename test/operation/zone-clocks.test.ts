import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import { decide } from "../../src/line/decide.ts";
import type { Caller, Fact } from "../../src/line/facts.ts";
import { mayCall } from "../../src/line/hours/calling-hours.ts";
import { localDate } from "../../src/line/hours/local-date.ts";
import type { ZoneClock } from "../../src/line/hours/zone-clock.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { withClocks } from "../../src/operation/zone-clocks.ts";
import { monday, settings } from "../line/generated-settings.ts";
import { eventsOf } from "../line/histories.ts";
import { Story } from "../line/story.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const newYork = "America/New_York";
const inNewYork: Caller = { person: "ana", number: "dialable", zones: [newYork] };
const woke = (at: number): Fact => ({ type: "woke", at });
const arrival = (caller: Caller, at = monday): Fact => ({
  type: "call-arrived",
  call: "c",
  skill: 1,
  caller,
  at,
});
const zonesOf = ({ clocks = [] }: Fact) => clocks.map(({ zone }) => zone);

function stateKnowing(...facts: readonly Fact[]): State {
  const state = emptyState(settings);
  for (const fact of facts) decide(state, withClocks(state, fact));
  return state;
}

describe("what clocks show", () => {
  it("comes with the first fact, and again when less than a year of it is left", () => {
    const state = stateKnowing();
    assert.deepEqual(zonesOf(withClocks(state, woke(monday))), [settings.timeZone]);
    decide(state, withClocks(state, woke(monday)));
    assert.equal(withClocks(state, woke(monday + 61 * DAY_MS)).clocks, undefined);
    assert.deepEqual(zonesOf(withClocks(state, woke(monday + 61 * DAY_MS + 1))), [settings.timeZone]);
  });

  it("comes with anyone who calls from another zone, keys a number of it, or is found in the queue", () => {
    const state = stateKnowing(woke(monday));
    const at = monday;
    const found = { call: "c", skill: 1, sighting: "waiting", caller: inNewYork, place: at } as const;
    for (const fact of [
      arrival(inNewYork),
      { type: "number-keyed", call: "c", callee: inNewYork, at },
      { type: "snapshot", calls: [found], agents: [], attempts: [], at },
    ] as const)
      assert.deepEqual(zonesOf(withClocks(state, fact)), [newYork], fact.type);
    decide(state, withClocks(state, arrival(inNewYork)));
    assert.equal(withClocks(state, arrival(inNewYork)).clocks, undefined);
  });

  it("comes with settings of another zone, before they are adopted", () => {
    const state = stateKnowing(woke(monday));
    const moved = { ...settings, timeZone: "Asia/Tokyo" };
    const { events } = decide(
      state,
      withClocks(state, { type: "settings-adopted", settings: moved, at: monday }),
    );
    assert.deepEqual(
      events.map(({ type }) => type),
      ["clocks-known", "settings-adopted"],
    );
    assert.equal(localDate(state, Date.parse("2026-03-02T15:00Z")), "2026-03-03");
  });

  it("comes again after a start, for all zones in which somebody may still be called", () => {
    const story = new Story();
    story.wait(2);
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: inNewYork });
    const fact = withClocks(story.state, woke(story.now), true);
    assert.deepEqual(new Set(zonesOf(fact)), new Set([settings.timeZone, newYork]));
  });

  it("replaces what was known, when zones are other than they were, and changes nothing before", () => {
    const state = stateKnowing(woke(monday));
    const former: ZoneClock = {
      zone: settings.timeZone,
      offsets: [[monday - DAY_MS, 0]],
      until: monday + 500 * DAY_MS,
    };
    const at = Date.parse("2026-03-03T02:00Z");
    decide(state, { ...woke(monday), clocks: [former] });
    const before = writeCheckpoint(state);
    assert.equal(localDate(state, at), "2026-03-03");
    decide(state, withClocks(state, woke(monday), true));
    assert.equal(localDate(state, at), "2026-03-02");
    assert.equal(localDate(readCheckpoint(before), at), "2026-03-03");
  });

  it("is in the checkpoint, and no longer once its time is over", () => {
    const state = stateKnowing(woke(monday), arrival(inNewYork));
    const kept = (of: State) => [...of.clocks.keys()].sort();
    assert.deepEqual(kept(readCheckpoint(writeCheckpoint(state))), [settings.timeZone, newYork].sort());
    decide(state, withClocks(state, woke(monday + 500 * DAY_MS)));
    assert.deepEqual(kept(state), [settings.timeZone]);
  });
});

describe("a zone whose clock is not known", () => {
  const called = { skill: 1, zones: [newYork] };

  it("is one in which nobody is called, until it comes", () => {
    const state = stateKnowing(woke(monday));
    assert.equal(mayCall(state, { skill: 1, zones: null }, monday), true);
    assert.equal(mayCall(state, called, monday), false);
    const { events } = decide(state, arrival(inNewYork));
    assert.equal(eventsOf(events, "call-decided")[0]!.reason, "outside-calling-hours");
    decide(state, withClocks(state, arrival(inNewYork)));
    assert.equal(mayCall(state, called, monday), true);
  });

  it("is also one that does not exist, and costs no other caller anything", () => {
    const nowhere: Caller = { ...inNewYork, zones: ["America/Macondo"] };
    const fact = withClocks(emptyState(settings), arrival(nowhere));
    assert.deepEqual(zonesOf(fact), [settings.timeZone]);
  });

  it("is that of a fact whose clock cannot be one", () => {
    const state = stateKnowing(woke(monday));
    const wrong: ZoneClock = { zone: newYork, offsets: [[monday, 30 * HOUR_MS]], until: monday + DAY_MS };
    const { events } = decide(state, { ...woke(monday), clocks: [wrong] });
    assert.deepEqual(events, []);
    assert.equal(state.clocks.has(newYork), false);
  });
});
