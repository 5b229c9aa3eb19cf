import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ActOutcome,
  DialogueRun,
  type DialogueScript,
} from "../../../src/exchange/dialogue/dialogue-run.ts";
import type { Utterance } from "../../../src/exchange/dialogue/utterances.ts";

const QUESTION: Utterance = { what: "confirmation-asked-again" };

/** Whether a script asks for anything, and what it gives where it does not. */
function began<T>(script: DialogueScript<T>): { readonly asks: boolean; readonly gives: ActOutcome | T } {
  const step = script.next();
  return { asks: !step.done, gives: step.done ? step.value : null };
}

test("a dialogue of more than 75 seconds puts no further question: it is as if the person did nothing", () => {
  let now = 1_000;
  const talk = new DialogueRun(() => now);
  for (const [afterMs, asks] of [
    [75_000, true],
    [75_001, false],
  ] as const) {
    now = 1_000 + afterMs;
    assert.deepEqual(began(talk.ask(QUESTION)), { asks, gives: null });
    assert.deepEqual(began(talk.digits({ what: "number-wanted" })), { asks, gives: asks ? null : "" });
    assert.deepEqual(began(talk.record({ what: "name-wanted" })), { asks, gives: asks ? null : false });
    assert.equal(
      began(talk.say([{ what: "not-registered" }])).asks,
      true,
      "what is no question is said all the same",
    );
    assert.equal(began(talk.judge("3001112233")).asks, true);
  }
});
