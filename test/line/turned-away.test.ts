import assert from "node:assert/strict";
import { test } from "node:test";
import type { Decision } from "../../src/line/decide.ts";
import type { FactBody } from "../../src/line/facts.ts";
import { ana, Story } from "./story.ts";

/** Ana is called back for the n-th time, presses 1, and the queue has no room. */
function leftOut(story: Story, n = 1): string {
  const attempt = `c~${n}`;
  for (const progress of ["ringing", "answered", "confirmed"] as const)
    story.tell({ type: "attempt-progressed", attempt, progress });
  story.tell({ type: "call-left", call: attempt, why: "full" });
  return attempt;
}

function called(attempts = 3): Story {
  const story = new Story();
  const rules = story.state.settings.attempts;
  story.adopt({}, { attempts: { ...rules, max: attempts } });
  story.anaSaysYes();
  story.serveThoseBefore();
  assert.equal(story.state.callbacks.get("c")?.phase, "dialling");
  return story;
}

function ending({ events }: Decision) {
  return events.flatMap((event) => (event.type === "attempt-ended" ? [event.result] : []));
}

test("a customer that the queue has no room for is called again soon, and hears when", () => {
  const story = called();
  const attempt = leftOut(story);
  const decision = story.tell({ type: "attempt-progressed", attempt, progress: "turned-away" });
  assert.deepEqual(ending(decision), ["turned-away"]);
  const againAt = story.now + story.state.settings.attempts.gapMs.failed;
  assert.deepEqual(decision.commands, [{ type: "turn-away", call: attempt, againAt }]);
  assert.equal(story.state.callbacks.get("c")?.failures["no-answer"], 0, "it is no hang-up of theirs");
  story.after(story.state.settings.attempts.gapMs.failed);
  assert.equal(story.state.callbacks.get("c")?.notBefore, story.now);
});

test("the last attempt is announced as the last", () => {
  const story = called(1);
  const attempt = leftOut(story);
  const decision = story.tell({ type: "attempt-progressed", attempt, progress: "turned-away" });
  assert.deepEqual(decision.commands, [{ type: "turn-away", call: attempt, againAt: null }]);
  assert.ok(!story.state.callbacks.has("c"));
});

for (const { name, end } of [
  { name: "hangs up", end: { type: "call-ended", call: "c~1" } },
  { name: "is gone at the next snapshot", end: { type: "snapshot", calls: [], agents: [], attempts: [] } },
] satisfies readonly { name: string; end: FactBody }[])
  test(`a customer who ${name} while there is no room was turned away by the queue`, () => {
    const story = called();
    leftOut(story);
    assert.deepEqual(ending(story.tell(end)), ["turned-away"]);
  });

test("a customer who gets room after all goes on as if there had been from the first", () => {
  const story = called();
  const attempt = leftOut(story);
  story.tell({ type: "call-joined", call: attempt, skill: 1, caller: ana });
  assert.equal(story.state.callbacks.get("c")?.phase, "in-line");
  const decision = story.tell({ type: "call-answered", call: attempt, agent: "a1" });
  assert.deepEqual(ending(decision), ["joined"]);
});
