import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { apply } from "../../src/line/apply.ts";
import { nextWake } from "../../src/line/wake.ts";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

describe("the discipline of windows", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.adopt({
      judgement: "plain",
      discipline: { kind: "window", widthMs: 10 * MINUTE_MS, reserveAgents: 1 },
    });
    story.anaSaysYes();
  });

  const callback = () => story.state.callbacks.get("c")!;
  const free = (agent: string) => story.tell({ type: "agent-changed", agent, skills: [1], status: "free" });
  const whyDialled = ({ events }: ReturnType<Story["tell"]>) =>
    eventsOf(events, "attempt-dialled").map(({ inputs }) => inputs.why);

  it("promises a span of its width", () => {
    assert.equal(callback().promisedUntil - callback().promisedFrom, 10 * MINUTE_MS);
  });

  it("lets live callers go first, also those who came later, and keeps agents for the next of them", () => {
    assert.deepEqual(commandsOf(story.serveThoseBefore().commands, "dial"), []);
    assert.deepEqual(whyDialled(free("a2")), [], "one is kept");
    story.tell({ type: "call-joined", call: "k", skill: 1, caller: { person: "bob", number: "dialable" } });
    assert.deepEqual(whyDialled(free("a3")), [], "bob waits on the phone");
    story.tell({ type: "call-answered", call: "k", agent: "a3" });
    assert.deepEqual(whyDialled(free("a4")), ["agents-idle"]);
  });

  it("dials when the next agent comes free, no matter who waits on the phone, once the promise ends before another may", () => {
    apply(story.state, { type: "exchange-known", canWithdraw: false, canReserve: true }, story.now);
    // Of an agent who talks for four minutes as usual the next call ends within twelve: longer than the window.
    const begins = callback().promisedFrom;
    story.after(3_000);
    story.tell({ type: "woke" });
    assert.equal(nextWake(story.state, story.now), begins);
    story.now = begins - 1;
    assert.deepEqual(whyDialled(free("a2")), [], "two wait on the phone");
    story.tell({ type: "agent-changed", agent: "a2", skills: [1], status: "busy" });
    // Of two agents one comes free in half the time.
    story.now = begins + 6 * MINUTE_MS;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), [], "nobody is free");
    assert.deepEqual(whyDialled(free("a2")), ["window-ends"]);
  });

  it("dials when the end of the promise is as near as a dialling is long, though nobody is free", () => {
    const due = callback().promisedUntil - settings.attempts.ringForMs - 10_000;
    story.now = due - 1;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), []);
    assert.equal(nextWake(story.state, story.now), due);
    story.now = due;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), ["promise-ends"]);
  });

  it("keeps a promise that ends with the opening hours", () => {
    story = new Story();
    const closes = 10 * 60 + 13;
    story.adopt(
      { judgement: "plain", discipline: { kind: "window", widthMs: 5 * MINUTE_MS, reserveAgents: 1 } },
      { callingHours: Array(7).fill({ fromMinute: 7 * 60, toMinute: closes }) },
    );
    story.wait(2);
    story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    story.tell({ type: "question-began", call: "c" });
    story.after(MINUTE_MS);
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "c" });
    assert.ok(callback().promisedFrom < callback().promisedUntil);
    story.now = callback().promisedUntil - settings.attempts.ringForMs - 10_000;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), ["promise-ends"]);
  });

  it("wakes for the next whose promise ends while the first cannot be called", () => {
    story.after(2 * MINUTE_MS);
    story.tell({ type: "call-arrived", call: "d", skill: 1, caller: { person: "eva", number: "dialable" } });
    story.tell({ type: "choice-made", call: "d", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "d" });
    story.tell({ type: "call-joined", call: "elsewhere", skill: 2, caller: ana });
    story.tell({ type: "call-answered", call: "elsewhere", agent: "b1" });
    const leadMs = settings.attempts.ringForMs + 10_000;
    story.now = callback().promisedUntil - leadMs;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), [], "she is on the phone");
    const due = story.state.callbacks.get("d")!.promisedUntil - leadMs;
    assert.equal(nextWake(story.state, story.now), due);
    story.now = due;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), ["promise-ends"]);
  });

  it("counts those who are being called already among who will take the idle agents", () => {
    story.tell({ type: "call-arrived", call: "d", skill: 1, caller: { person: "eva", number: "dialable" } });
    story.tell({ type: "choice-made", call: "d", choice: "yes", source: "key" });
    story.tell({ type: "call-ended", call: "d" });
    for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
    story.after(3_000);
    free("a2");
    assert.deepEqual(whyDialled(free("a3")), ["agents-idle"]);
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), []);
    assert.deepEqual(whyDialled(free("a4")), ["agents-idle"]);
  });
});
