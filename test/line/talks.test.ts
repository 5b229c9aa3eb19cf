import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { Event } from "../../src/line/events.ts";
import type { ServedLeg, SnapshotCall } from "../../src/line/facts.ts";
import { nextWake } from "../../src/line/wake.ts";
import { eventsOf, overSteps } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const HOUR_MS = 60 * MINUTE_MS;

describe("how long a return call lasts", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    anaIsInLine();
  });

  function anaIsInLine(): void {
    story.anaSaysYes();
    story.serveThoseBefore();
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "answered" });
    story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "confirmed" });
    story.tell({ type: "call-joined", call: "c~1", skill: 1, caller: ana });
  }

  const anaTalks = () => story.tell({ type: "call-answered", call: "c~1", agent: "a1" });
  const ended = ({ events }: { events: readonly Event[] }) =>
    eventsOf(events, "talk-ended").map(({ callback, attempt, endedAt }) => [callback, attempt, endedAt]);
  const snapshot = (calls: readonly SnapshotCall[], served: readonly ServedLeg[] = []) =>
    story.tell({
      type: "snapshot",
      calls,
      agents: [{ agent: "a1", skills: [1, 2], status: "busy" }],
      attempts: [],
      served,
    });
  const talking: SnapshotCall = {
    call: "c~1",
    skill: 1,
    sighting: "talking",
    agent: "a1",
    caller: ana,
    place: 0,
  };

  it("ends when her phone is down, once, and nothing else follows from it", () => {
    const { events } = anaTalks();
    assert.equal(eventsOf(events, "callback-ended")[0]?.status, "OK", "her case ends when an agent answers");
    story.after(7 * MINUTE_MS);
    const over = story.tell({ type: "call-ended", call: "c~1" });
    assert.deepEqual(ended(over), [["c", "c~1", story.now]]);
    assert.deepEqual([over.events.length, over.commands], [1, []]);
    assert.deepEqual(story.tell({ type: "call-ended", call: "c~1" }).events, [], "reported again");
  });

  it("lasts as long as her phone is up, no matter who she is passed on to", () => {
    anaTalks();
    story.after(MINUTE_MS);
    story.tell({ type: "call-joined", call: "c~1", skill: 2, caller: ana });
    story.tell({ type: "call-rung", call: "c~1", agent: "a1" });
    story.tell({ type: "call-answered", call: "c~1", agent: "a1" });
    story.tell({ type: "call-left", call: "c~1", why: "timeout" });
    story.after(MINUTE_MS);
    assert.deepEqual(ended(story.tell({ type: "call-ended", call: "c~1" })), [["c", "c~1", story.now]]);
  });

  it("ends also where the exchange has forgotten that she was attended", () => {
    anaTalks();
    story.after(MINUTE_MS);
    const over = story.tell({ type: "attempt-progressed", attempt: "c~1", progress: "hung-up" });
    assert.deepEqual(ended(over), [["c", "c~1", story.now]]);
  });

  it("goes on over a snapshot that has her on the phone", () => {
    anaTalks();
    story.after(MINUTE_MS);
    assert.deepEqual(ended(snapshot([talking])), []);
    assert.deepEqual(ended(story.tell({ type: "call-ended", call: "c~1" })), [["c", "c~1", story.now]]);
  });

  it("is not known where a snapshot has her no more, unless the exchange noted it", () => {
    for (const attended of [true, false])
      for (const noted of [
        undefined,
        story.now - MINUTE_MS,
        story.now + MINUTE_MS,
        Number.MAX_SAFE_INTEGER,
      ]) {
        story = new Story();
        anaIsInLine();
        if (attended) anaTalks();
        story.after(2 * MINUTE_MS);
        const served = { attempt: "c~1", agent: "a1", ...(noted === undefined ? {} : { endedAt: noted }) };
        // Noted by another clock, which may be behind the one by which she was attended.
        const since = attended ? story.now - 2 * MINUTE_MS : 0;
        const known = noted === undefined ? null : Math.max(since, Math.min(noted, story.now));
        const seen = snapshot([], attended && noted === undefined ? [] : [served]);
        assert.deepEqual(ended(seen), [["c", "c~1", known]]);
        assert.equal(eventsOf(seen.events, "callback-ended").length, attended ? 0 : 1);
        assert.deepEqual(story.tell({ type: "call-ended", call: "c~1" }).events, [], "too late");
      }
  });

  it("goes on over a snapshot that knows her to be on the phone somewhere else", () => {
    anaTalks();
    story.after(MINUTE_MS);
    assert.deepEqual(ended(snapshot([], [{ attempt: "c~1", alive: true }])), []);
    assert.deepEqual(ended(story.tell({ type: "call-ended", call: "c~1" })), [["c", "c~1", story.now]]);
  });

  it("is given up after half a day without a word, and freezes nothing", () => {
    anaTalks();
    const agent = { ...story.state.agents.get("a1")! };
    const from = story.now;
    for (
      let next = nextWake(story.state, story.now);
      next !== null;
      next = nextWake(story.state, story.now)
    ) {
      story.now = next;
      const woke = story.tell({ type: "woke" });
      if (ended(woke).length === 0) continue;
      assert.deepEqual(ended(woke), [["c", "c~1", null]]);
      assert.equal(story.now, from + 12 * HOUR_MS);
      assert.deepEqual(story.state.agents.get("a1"), agent, "of them the exchange tells itself");
    }
    assert.equal(story.state.talks.size, 0);
  });
});

describe("talks, whatever facts come", () => {
  it("follow a join, end once, and are no part of what becomes of callbacks", () => {
    overSteps(() => {
      const open = new Set<string>();
      return ({ fact, events }, state) => {
        for (const event of events) {
          if (event.type === "attempt-progressed" && event.progress === "joined") {
            assert.ok(!open.has(event.attempt));
            open.add(event.attempt);
          }
          if (event.type !== "talk-ended") continue;
          assert.ok(open.delete(event.attempt), "at most one talk of an attempt is open");
          assert.ok(event.endedAt === null || event.endedAt <= fact.at);
        }
        assert.deepEqual([...state.talks.keys()].toSorted(), [...open].toSorted());
      };
    });
  });
});
