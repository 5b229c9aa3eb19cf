import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf } from "../histories.ts";
import { ana, Story } from "../story.ts";

test("the wait that a caller is offered on is the one that is compared with what it turns out to be", () => {
  const story = new Story();
  story.adopt({ judgement: "learned" });
  story.tell({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
  let different = 0;
  for (let nth = 0; nth < 80; nth++) {
    const call = `c${nth}`;
    const caller = { ...ana, person: `p${nth}` };
    const { events } = story.tell({ type: "call-arrived", call, skill: 1, caller });
    const [decided] = eventsOf(events, "call-decided");
    assert.equal(decided!.inputs.predictedWaitMs, story.state.learnedLine.waiting[call]!.predictedMs);
    if (decided!.inputs.predictedWaitMs !== 0) different++;
    story.tell({ type: "call-joined", call, skill: 1, caller });
    story.after(20_000 + (nth % 7) * 3_000);
    if (nth < 3) continue;
    const served = `c${nth - 3}`;
    story.tell({ type: "call-answered", call: served, agent: "a1" });
    story.after(5_000);
    story.tell({ type: "call-ended", call: served });
  }
  assert.equal(different, 80);
});
