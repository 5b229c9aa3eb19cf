import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { saidSpan } from "../../../src/line/judgement/said-span.ts";
import { type Centre, generatedCalls, HOUR_MS, SECOND_MS } from "./generated-centre.ts";
import { predictionsOf } from "./predictions.ts";

/** Callers who wait for minutes. */
const centre: Centre = {
  agents: 20,
  handleMs: 300 * SECOND_MS,
  patienceMs: 600 * SECOND_MS,
  load: 1.3,
  hours: 240,
};

describe("what callers are promised, once the line was learned", () => {
  const kept = predictionsOf(generatedCalls("promises", centre)).filter(
    ({ call, wait }) => call.at >= 48 * HOUR_MS && wait.waits >= 200 && call.isAnswered,
  );
  const shareOf = (isKept: (one: (typeof kept)[number]) => boolean) =>
    kept.filter(isKept).length / kept.length;

  it("is kept as often as it is to be, within 3 points, before it is rounded, and no less often after", () => {
    assert.ok(kept.length > 1_000, `${kept.length} waits`);
    for (const keptBy of [0.8, 0.9, 0.95]) {
      const exact = shareOf(({ call, wait }) => call.waitMs <= wait.quantileMs(keptBy));
      assert.ok(Math.abs(exact - keptBy) <= 0.03, `${exact} of ${keptBy}`);
      const said = shareOf(
        ({ call, wait: { meanMs, quantileMs } }) =>
          call.waitMs <= saidSpan({ meanMs, quantileMs, isLearned: true }, keptBy)!.untilMs,
      );
      assert.ok(said >= exact, `${said} of ${exact}`);
    }
  });
});
