import assert from "node:assert/strict";
import { test } from "node:test";
import type { DialogueRun, DialogueScript } from "../../../src/exchange/dialogue/dialogue-run.ts";
import { type Answered, offerScript } from "../../../src/exchange/dialogue/offer-script.ts";
import { progressBy, returnScript } from "../../../src/exchange/dialogue/return-script.ts";
import { QUESTIONS_WITHIN_MS } from "../../../src/line/call/dialogue-deadlines.ts";
import type { OfferDialogue, ReturnDialogue } from "../../../src/line/commands.ts";
import { bareQuestion, wholeQuestion } from "../under-test.ts";
import { askedByAsterisk, returnedByAsterisk } from "./by-asterisk.ts";
import { askedBySimulation, returnedBySimulation } from "./by-simulation.ts";
import { isTyped, typedAtTerminal } from "./by-terminal.ts";
import { lastsMs, type Path, pathsOf } from "./paths.ts";

const NUMBER = "34600111222";

const offers: readonly {
  readonly what: string;
  readonly dialogue: OfferDialogue;
  readonly number?: null;
  readonly atLeast: number;
}[] = [
  { what: "all that there is", dialogue: wholeQuestion, atLeast: 1_000 },
  { what: "the bare question", dialogue: bareQuestion, atLeast: 10 },
  {
    what: "the number, which may not be another one",
    dialogue: { ...bareQuestion, confirmNumber: true },
    atLeast: 15,
  },
  {
    what: "a number at once",
    dialogue: { ...bareQuestion, otherNumber: true, keyNumber: true },
    atLeast: 100,
  },
  {
    what: "no number, though theirs is withheld",
    dialogue: { ...bareQuestion, confirmNumber: true, recordName: true },
    number: null,
    atLeast: 10,
  },
];

for (const { what, atLeast, ...asked } of offers)
  test(`whatever callers do when they are asked ${what}, every voice finds out the same, and both exchanges at the same time`, async () => {
    const given = { number: NUMBER, opening: "arriving", ...asked } as const;
    const begin = (talk: DialogueRun) => offerScript(talk, given);
    const told = (answered: Answered) => answered;
    const paths = waysOf(begin, told);
    assert.ok(paths.length >= atLeast, `${paths.length} ways`);
    for (const path of paths) {
      const { steps, facts } = path;
      assert.deepEqual(await askedBySimulation(steps, given), facts, inWords(steps));
      assert.deepEqual(await askedByAsterisk(steps, given), facts, inWords(steps));
      if (canBeTyped(path))
        assert.deepEqual(await typedAtTerminal(begin, told, steps), facts.map(untimed), inWords(steps));
    }
  });

const returns: readonly (ReturnDialogue & { readonly atLeast: number })[] = [
  { name: null, laterMs: [], atLeast: 10 },
  { name: "first", laterMs: [600_000, 1_200_000], atLeast: 20 },
  { name: "after-key", laterMs: [600_000], atLeast: 20 },
];

for (const { atLeast, ...dialogue } of returns)
  test(`whatever people do when they pick up a return call (${JSON.stringify(dialogue)}), every voice finds out the same`, async () => {
    const begin = (talk: DialogueRun) => returnScript(talk, dialogue, "a");
    const paths = waysOf(begin, progressBy);
    assert.ok(paths.length >= atLeast, `${paths.length} ways`);
    for (const path of paths) {
      const { steps, facts } = path;
      assert.deepEqual(await returnedBySimulation(steps, dialogue), facts, inWords(steps));
      assert.deepEqual(await returnedByAsterisk(steps, dialogue), facts, inWords(steps));
      if (canBeTyped(path))
        assert.deepEqual(await typedAtTerminal(begin, progressBy, steps), facts.map(untimed), inWords(steps));
    }
  });

/** The ways of people who are quick with their keys, and of those who wait for the end of the words. */
function waysOf<T>(begin: (talk: DialogueRun) => DialogueScript<T>, told: (result: T) => object): Path[] {
  return [...pathsOf(begin, told, true), ...pathsOf(begin, told, false)];
}

/** In a terminal no time passes, so that it never lasts too long; and nobody hangs up while something is only said. */
function canBeTyped({ steps }: Path): boolean {
  const ms = steps.reduce((sum, { act, move }) => sum + lastsMs(act, move), 0);
  return ms <= QUESTIONS_WITHIN_MS && steps.every((step) => isTyped(step) || step.move !== "hang-up");
}

function untimed(fact: string): string {
  return fact.replace(/^\d+ /, "");
}

function inWords(steps: Path["steps"]): string {
  return steps.map(({ act, move }) => `${JSON.stringify(act.says)}: ${JSON.stringify(move)}`).join("\n");
}
