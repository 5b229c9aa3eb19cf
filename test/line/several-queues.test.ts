import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { commandsOf } from "./histories.ts";
import { ana, Story } from "./story.ts";

describe("a skill of several queues", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.wait(2);
    story.tell({ type: "call-arrived", call: "c", skill: 1, queue: "ventas-vip", caller: ana });
    story.tell({ type: "question-began", call: "c" });
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "c" });
  });

  it("has the caller who asked for it called back into the queue that they called", () => {
    const [dial] = commandsOf(story.serveThoseBefore().commands, "dial");
    assert.equal(dial?.queue, "ventas-vip");
  });

  it("lets the exchange choose where a supervisor moved the callback to another skill", () => {
    const order = { type: "supervisor-ordered", callback: "c", author: "luz", why: "asked" } as const;
    story.tell({ type: "agent-changed", agent: "a2", skills: [2], status: "free" });
    const moved = story.tell({ ...order, order: "1", act: { type: "move", skill: 2 } });
    const now = story.tell({ ...order, order: "2", act: { type: "call-now" } });
    const [dial] = commandsOf([...moved.commands, ...now.commands], "dial");
    assert.deepEqual([dial?.skill, dial?.queue], [2, undefined]);
  });
});
