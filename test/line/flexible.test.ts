import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { apply } from "../../src/line/apply.ts";
import { disciplineOf } from "../../src/line/dialling/discipline.ts";
import { gammaWait } from "../../src/line/judgement/predicted-wait.ts";
import { nextWake } from "../../src/line/wake.ts";
import { defaultSkill } from "../../src/operation/default-settings.ts";
import { settings } from "./generated-settings.ts";
import { eventsOf } from "./histories.ts";
import { MINUTE_MS, Story } from "./story.ts";

describe("the flexible discipline", () => {
  let story: Story;
  beforeEach(() => {
    story = new Story();
    story.adopt({ discipline: { kind: "flexible" } });
    story.anaSaysYes();
  });

  const callback = () => story.state.callbacks.get("c")!;
  const free = (agent: string) => story.tell({ type: "agent-changed", agent, skills: [1], status: "free" });
  const busy = (agent: string) => story.tell({ type: "agent-changed", agent, skills: [1], status: "busy" });
  const whyDialled = ({ events }: ReturnType<Story["tell"]>) =>
    eventsOf(events, "attempt-dialled").map(({ inputs }) => inputs.why);

  /** The exchange holds an agent for the customer who is dialled: callers on the phone do not take them first. */
  const canReserve = () =>
    apply(story.state, { type: "exchange-known", canWithdraw: false, canReserve: true }, story.now);

  it("promises what a place promises", () => {
    const wait = gammaWait(240_000, 0.5);
    const skill = { ...defaultSkill, id: 1, name: "s", smartWait: "on", promiseKeptBy: 0.8 } as const;
    for (const one of [wait, { ...wait, isLearned: true } as const]) {
      const [flexible, place] = (["flexible", "place"] as const).map((kind) =>
        disciplineOf({ ...skill, discipline: { kind } }),
      );
      assert.deepEqual(flexible!.promise(7, one), place!.promise(7, one));
      assert.deepEqual(flexible!.promiseLater(7, 600_000), place!.promiseLater(7, 600_000));
    }
  });

  it("takes an idle moment also before the span begins, but of three agents keeps one for live callers", () => {
    story.serveThoseBefore();
    assert.ok(story.now < callback().promisedFrom);
    assert.equal(callback().attempts, 1, "of two agents none is kept");

    story = new Story();
    story.adopt({ discipline: { kind: "flexible" } });
    for (const agent of ["a2", "a3", "a4"]) busy(agent);
    story.anaSaysYes();
    for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
    story.after(3_000);
    assert.deepEqual(whyDialled(free("a2")), [], "one is kept");
    assert.deepEqual(whyDialled(free("a3")), ["agents-idle"]);
  });

  it("yields inside the span to callers on the phone, also to callers who came later", () => {
    for (const call of ["before0", "before1"]) story.tell({ type: "call-ended", call });
    story.tell({ type: "call-joined", call: "k", skill: 1, caller: { person: "bob", number: "dialable" } });
    story.now = callback().promisedFrom + 1_000;
    assert.deepEqual(whyDialled(free("a2")), []);
    story.tell({ type: "call-answered", call: "k", agent: "a2" });
    assert.deepEqual(whyDialled(free("a2")), ["agents-idle"]);
  });

  it("takes the next agent, no matter who waits on the phone, near the end of the span and never before its start", () => {
    canReserve();
    const { promisedFrom, promisedUntil } = callback();
    assert.ok(promisedUntil - 300_000 >= promisedFrom);
    // Of one agent, who talks for four minutes, none may come free within six: the last five minutes are its own.
    const hurries = promisedUntil - 300_000;
    story.now = hurries - 1;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), []);
    assert.equal(nextWake(story.state, story.now), hurries);
    assert.deepEqual(whyDialled(free("a1")), [], "two wait on the phone");
    busy("a1");
    story.now = hurries;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), [], "nobody is free");
    assert.deepEqual(whyDialled(free("a1")), ["window-ends"]);
  });

  it("keeps a promise though no agent is free", () => {
    story.now = callback().promisedUntil - settings.attempts.ringForMs - 10_000;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), ["promise-ends"]);
  });

  it("does not hurry before the start of a span that the life of a callback cuts short", () => {
    story = new Story();
    story.adopt({ discipline: { kind: "flexible" } }, { callbackExpiresAfterMs: 3 * MINUTE_MS });
    canReserve();
    story.anaSaysYes();
    const { promisedFrom, promisedUntil } = callback();
    assert.ok(promisedUntil - promisedFrom < 300_000);
    story.now = promisedFrom - 1;
    assert.deepEqual(whyDialled(free("a2")), [], "two wait on the phone");
    assert.equal(nextWake(story.state, story.now), promisedFrom);
    story.now = promisedFrom;
    assert.deepEqual(whyDialled(story.tell({ type: "woke" })), ["window-ends"]);
  });
});
