import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decide } from "../../src/line/decide.ts";
import { disciplineOf } from "../../src/line/dialling/discipline.ts";
import { exactWait, gammaWait } from "../../src/line/judgement/predicted-wait.ts";
import { saidSpan } from "../../src/line/judgement/said-span.ts";
import { outstanding } from "../../src/line/outstanding.ts";
import { settings } from "./generated-settings.ts";
import { commandsOf, eventsOf, overSteps } from "./histories.ts";
import { everywhere } from "./judgements.ts";
import { ana, MINUTE_MS, Story } from "./story.ts";

const learned = (meanMs: number, squaredVariation: number) =>
  ({ ...gammaWait(meanMs, squaredVariation), isLearned: true }) as const;
const skill = { ...settings.skills[0]!, promiseKeptBy: 0.9 };

describe("the span of a wait that was learned", () => {
  const anyWait = fc.tuple(
    fc.integer({ min: 1, max: 20_000_000 }),
    fc.double({ min: 0.01, max: 3, noNaN: true }),
  );

  it("is whole steps of five minutes, and holds the share of waits that it is to be kept by", () => {
    fc.assert(
      fc.property(anyWait, fc.double({ min: 0.5, max: 0.99, noNaN: true }), ([meanMs, variation], keptBy) => {
        const wait = learned(meanMs, variation);
        const { fromMs, untilMs } = saidSpan(wait, keptBy)!;
        assert.equal(fromMs % (5 * MINUTE_MS), 0);
        assert.equal(untilMs % (5 * MINUTE_MS), 0);
        assert.ok(fromMs >= 0 && fromMs < untilMs);
        assert.ok(fromMs <= wait.quantileMs(0.1) && untilMs >= wait.quantileMs(keptBy));
        assert.ok(untilMs < Math.max(wait.quantileMs(keptBy), fromMs) + 5 * MINUTE_MS + 1);
      }),
    );
  });

  it("is what is promised, and is not said of a wait whose spread is only assumed", () => {
    const wait = learned(9 * MINUTE_MS, 0.04);
    assert.deepEqual(saidSpan(wait, 0.9), { fromMs: 5 * MINUTE_MS, untilMs: 15 * MINUTE_MS });
    assert.deepEqual(disciplineOf(skill).promise(1_000, wait), {
      from: 1_000 + 5 * MINUTE_MS,
      until: 1_000 + 15 * MINUTE_MS,
    });
    assert.equal(saidSpan(gammaWait(9 * MINUTE_MS, 0.04), 0.9), null);
    assert.equal(saidSpan(exactWait(0), 0.9), null);
  });

  it("is one in the decision, the question, the promise, and the question that is put again after a restart", () => {
    const story = new Story();
    const judgements = everywhere({ predict: () => learned(9 * MINUTE_MS, 0.04) });
    story.wait(3);
    const fact = { type: "call-arrived", call: "c", skill: 1, caller: ana, at: story.now } as const;
    const { events, commands } = decide(story.state, fact, judgements);
    const span = { fromMs: 5 * MINUTE_MS, untilMs: 15 * MINUTE_MS };
    const [decided] = eventsOf(events, "call-decided");
    assert.deepEqual(decided!.inputs.predictedSpan, span);
    assert.deepEqual(decided!.promised, { from: story.now + span.fromMs, until: story.now + span.untilMs });
    assert.deepEqual(commandsOf(commands, "offer")[0]!.dialogue.waitSpan, span);
    assert.deepEqual(commandsOf(outstanding(story.state), "offer")[0]!.dialogue.waitSpan, span);
  });

  it("is none of a judgement that says what cannot be, whatever facts come", () => {
    overSteps(() => ({ events }) => {
      for (const { inputs } of eventsOf(events, "call-decided")) {
        const span = inputs.predictedSpan;
        if (span) assert.ok(span.fromMs >= 0 && span.untilMs > span.fromMs && Number.isFinite(span.untilMs));
      }
    });
  });
});
