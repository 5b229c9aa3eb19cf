import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { FactBody } from "../../src/line/facts.ts";
import { emptyState } from "../../src/line/state.ts";
import { waitReasonOf } from "../../src/operation/now/wait-reason.ts";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf, letTimePass, overSteps } from "./histories.ts";
import { MINUTE_MS, Story } from "./story.ts";

const HOUR_MS = 60 * MINUTE_MS;

describe("while the exchange cannot dial", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.anaSaysYes();
  });
  const callback = () => story.state.callbacks.get("c")!;
  const lost = () => story.tell({ type: "exchange-lost" });
  /** Everything as it was, and a free agent. */
  const snapshot = (more: Partial<Extract<FactBody, { type: "snapshot" }>> = {}) =>
    story.tell({
      type: "snapshot",
      calls: [],
      attempts: [],
      agents: [{ agent: "a2", skills: [1], status: "free" }],
      canDial: true,
      ...more,
    });
  const dialled = ({ commands }: { commands: Parameters<typeof commandsOf>[0] }) =>
    commandsOf(commands, "dial").map(({ attempt }) => attempt);

  it("a callback whose turn comes is not dialled and uses up nothing; it is once the exchange is back", () => {
    lost();
    assert.deepEqual(dialled(story.serveThoseBefore()), []);
    assert.deepEqual([callback().phase, callback().attempts], ["waiting", 0]);
    assert.equal(waitReasonOf(story.state, "c", story.now), "exchange-away");
    story.after(20 * MINUTE_MS);
    assert.deepEqual(dialled(snapshot()), ["c~1"]);
  });

  it("nothing is woken for: agents who talk on, and promises that end, change nothing", () => {
    lost();
    story.serveThoseBefore();
    const wakes = letTimePass(story.state, story.now, 100).filter(
      ({ fact }) => fact.at < story.now + HOUR_MS,
    );
    assert.ok(wakes.length <= 3, `${wakes.length} wakes in an hour`);
    assert.ok(!wakes.some(({ commands }) => commandsOf(commands, "dial").length > 0));
  });

  it("it waits on when the exchange is back and does not let it, until it does", () => {
    story.after(3_000);
    assert.deepEqual(dialled(snapshot({ canDial: false })), []);
    story.after(MINUTE_MS);
    assert.deepEqual(dialled(snapshot({ canDial: false })), []);
    assert.deepEqual(
      eventsOf(snapshot({ canDial: false }).events, "exchange-known"),
      [],
      "nothing new is known",
    );
    assert.deepEqual(dialled(snapshot()), ["c~1"]);
  });

  it("an exchange that says nothing of it can dial, as all could before", () => {
    const { canDial: _, ...before } = {
      type: "snapshot",
      calls: [],
      attempts: [],
      agents: [],
      canDial: true,
    } as const;
    lost();
    story.tell(before);
    story.after(3_000);
    assert.deepEqual(dialled(story.agentIsFree()), ["c~1"]);
  });

  it("what was being dialled when it went is used up, as nobody knows whether it rang, and the next attempt waits", () => {
    story.serveThoseBefore();
    assert.equal(callback().phase, "dialling");
    lost();
    story.after(settings.attempts.ringForMs + 30_000);
    const [ended] = eventsOf(story.tell({ type: "woke" }).events, "attempt-ended");
    assert.deepEqual([ended?.attempt, ended?.result], ["c~1", "unknown"]);
    story.after(10 * MINUTE_MS);
    assert.deepEqual(dialled(story.tell({ type: "woke" })), []);
    assert.deepEqual([callback().phase, callback().attempts], ["waiting", 1]);
    assert.deepEqual(dialled(snapshot()), ["c~2"]);
  });

  it("a supervisor hears that nothing can be dialled", () => {
    lost();
    const { events, commands } = story.tell({
      type: "supervisor-ordered",
      order: "o1",
      callback: "c",
      act: { type: "call-now" },
      author: "luz",
      why: "asked for it",
    });
    assert.equal(eventsOf(events, "supervisor-answered")[0]?.outcome, "exchange-away");
    assert.deepEqual(commandsOf(commands, "dial"), []);
  });

  it("closing time and the end of its life come all the same", () => {
    lost();
    story.adopt({ openingHours: settings.callingHours.map(() => ({ fromMinute: 480, toMinute: 720 })) });
    const steps = letTimePass(story.state, story.now, 200);
    const rested = steps.flatMap(({ events }) => eventsOf(events, "callback-rested"));
    assert.equal(rested[0]?.why, "closed");
    assert.ok(
      steps.some(({ events }) =>
        eventsOf(events, "callback-ended").some(({ reason }) => reason === "expired" || reason === "closed"),
      ),
    );
  });

  it("a restart knows it from the checkpoint, and an older checkpoint says that it can", () => {
    lost();
    assert.equal(readCheckpoint(writeCheckpoint(story.state)).canDial, false);
    const before = writeCheckpoint(emptyState(settings));
    assert.ok(!before.includes("canDial"), "one that says nothing of it is read the same");
    assert.equal(readCheckpoint(before).canDial, true);
  });
});

describe("whatever facts come", () => {
  it("nothing is dialled between the loss of the exchange and a snapshot that says that it can dial", () => {
    overSteps(() => {
      let can = true;
      return ({ fact, commands }) => {
        if (fact.type === "exchange-lost") can = false;
        if (fact.type === "snapshot") can = fact.canDial ?? true;
        if (!can) assert.deepEqual(commandsOf(commands, "dial"), []);
      };
    });
  });
});
