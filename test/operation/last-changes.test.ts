import assert from "node:assert/strict";
import { test } from "node:test";
import { Changes, project } from "../../src/journal/rows/projection.ts";
import { LastChanges } from "../../src/operation/last-changes.ts";
import { eventsOf } from "../line/histories.ts";
import { Story } from "../line/story.ts";

test("a callback is as a reader saw it when an agent was held for it, or let go", () => {
  const story = new Story();
  const agents = [{ agent: "a1", skills: [1], status: "busy" }] as const;
  story.tell({ type: "snapshot", calls: [], attempts: [], agents, canReserve: true });
  story.anaSaysYes();
  story.now = story.state.callbacks.get("c")!.promisedFrom;
  story.tell({ type: "call-ended", call: "before0" });
  const held = story.tell({ type: "call-ended", call: "before1" });
  assert.equal(eventsOf(held.events, "reservation-began").length, 1);
  const released = story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "away" });
  assert.equal(eventsOf(released.events, "reservation-ended").length, 1);

  const last = new LastChanges();
  const changes = new Changes();
  for (const [n, { events }] of [held, released].entries()) {
    last.note(8 + n, events, story.state);
    const step = {
      seq: 8 + n,
      fact: { type: "woke", at: story.now },
      coreVersion: 1,
      settingsVersion: 1,
    } as const;
    project(changes, step, events);
  }
  assert.equal(last.isSince("c", 7), false);
  assert.deepEqual([...changes.callbacks.patched], []);
});
