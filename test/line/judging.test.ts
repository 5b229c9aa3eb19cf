import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { commandsOf, eventsOf, overSteps } from "./histories.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const offers = (mode: string | undefined) => mode === "on" || mode === "auto";

describe("the rules around judgements", () => {
  it("offer nothing in a skill that is in shadow or off, whatever its judgement says", () => {
    let shadowed = 0;
    overSteps(() => ({ events, commands }, state) => {
      const modeOf = (skill: number) => state.skillSettings.get(skill)?.smartWait;
      for (const { skill, decision, reason } of eventsOf(events, "call-decided")) {
        if (decision === "offer") assert.ok(offers(modeOf(skill)));
        if (reason === "shadow") shadowed++;
      }
      // What was offered before the mode changed is still asked.
      const offered = new Set(eventsOf(events, "call-decided").map(({ call }) => call));
      for (const { call, skill } of commandsOf(commands, "offer"))
        if (offered.has(call)) assert.ok(offers(modeOf(skill)));
    });
    assert.ok(shadowed > 5, `${shadowed} callers were in shadow`);
  });

  it("let no promise end before it begins or outlive its callback, whatever wait is predicted", () => {
    let offers = 0;
    overSteps(() => ({ fact, events }, state) => {
      for (const { decision, promised } of eventsOf(events, "call-decided")) {
        assert.equal(promised !== undefined, decision === "offer");
        if (!promised) continue;
        offers++;
        assert.ok(promised.from >= fact.at && promised.from < promised.until);
        assert.ok(promised.until <= fact.at + state.settings.callbackExpiresAfterMs);
      }
    });
    assert.ok(offers > 250, `${offers} were offered`);
  });
});

describe("one prediction", () => {
  it("serves the decision, the question and the promise, though the line grows while the caller is asked", () => {
    const story = new Story();
    story.wait(2);
    const { events, commands } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
    const [decided] = eventsOf(events, "call-decided");
    assert.equal(commandsOf(commands, "offer")[0]!.dialogue.waitMs, decided!.inputs.predictedWaitMs);
    story.tell({ type: "question-began", call: "c" });
    story.after(MINUTE_MS);
    story.wait(20);
    story.tell({ type: "choice-made", call: "c", choice: "yes", source: "key" });
    const { promisedFrom, promisedUntil } = story.state.callbacks.get("c")!;
    assert.equal(promisedUntil, decided!.promised!.until);
    assert.equal(promisedFrom, Math.max(decided!.promised!.from, story.now));
  });

  it("names in its step the judgement that made it", () => {
    for (const judgement of ["learned", "plain"] as const) {
      const story = new Story();
      story.adopt({ judgement });
      const { events } = story.tell({ type: "call-arrived", call: "c", skill: 1, caller: ana });
      assert.equal(eventsOf(events, "call-decided")[0]!.inputs.judgement, judgement);
    }
  });
});
