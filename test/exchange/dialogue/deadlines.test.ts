import assert from "node:assert/strict";
import { test } from "node:test";
import { offerScript } from "../../../src/exchange/dialogue/offer-script.ts";
import { progressBy, returnScript } from "../../../src/exchange/dialogue/return-script.ts";
import { ASKED_WITHIN_MS, ORDER_WITHIN_MS } from "../../../src/line/call/dialogue-deadlines.ts";
import { wholeQuestion } from "../under-test.ts";
import { lastsMs, type Path, pathsOf } from "./paths.ts";

/** As many times as there are keys. */
const laterMs = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tens) => tens * 600_000);

/** How long a way takes where Espera takes its time to judge each number, ms. */
function longestMs({ steps }: Path): number {
  return steps.reduce(
    (sum, { act, move }) => sum + lastsMs(act, move) + (act.act === "digits" ? ORDER_WITHIN_MS : 0),
    0,
  );
}

test("however slow a person is, what they are asked ends before the core gives them up", () => {
  const asked = {
    dialogue: { ...wholeQuestion, laterMs },
    number: "34600111222",
    opening: "waiting",
  } as const;
  const ways = [
    ...pathsOf(
      (talk) => offerScript(talk, asked),
      (answered) => answered,
      false,
    ),
    ...pathsOf((talk) => returnScript(talk, { name: "first", laterMs }, "a"), progressBy, false),
  ];
  const longest = Math.max(...ways.map(longestMs));
  assert.ok(longest > 80_000, "the ways are long ones");
  assert.ok(longest < ASKED_WITHIN_MS, `${longest} ms`);
});
