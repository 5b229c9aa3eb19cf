import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { SkillSettings } from "../../../src/line/settings.ts";
import { usualWillingness } from "../../../src/replay/centre/centre-day.ts";
import { type Comparison, compare } from "../../../src/replay/what-if/comparison.ts";
import { recordSettings } from "../../../src/replay/what-if/record-settings.ts";
import { Tally } from "../../../src/replay/what-if/tally.ts";
import {
  type KnownRecording,
  type Variant,
  type WhatIf,
  whatIf,
} from "../../../src/replay/what-if/what-if.ts";
import { generatedCalls, recordingOf } from "./generated-record.ts";

const centre = { seed: "what-if", days: 4, agents: 8, hours: 5, perHour: 110, handleS: 270, patienceS: 180 };
const calls = generatedCalls(centre);

const variant =
  (chosen: Partial<SkillSettings>, accepts = usualWillingness.accepts) =>
  ({ skillIds }: KnownRecording): Variant => ({
    settings: recordSettings("UTC", skillIds, chosen),
    willingness: { ...usualWillingness, accepts },
  });

describe("a generated centre, replayed from the record that it left", () => {
  let found: WhatIf;
  let place: Comparison;
  let nobodyAccepts: Comparison;
  let off: Comparison;
  before(async () => {
    found = await whatIf({
      recording: recordingOf(calls),
      variants: (known) => [variant({})(known), variant({}, 0)(known), variant({ smartWait: "off" })(known)],
      seeds: 2,
    });
    [place, nobodyAccepts, off] = [compare(found, 0), compare(found, 1), compare(found, 2)];
  });

  test("is reproduced by the model without smart wait, and so it may be concluded from", () => {
    const { record, model, doubts } = place;
    assert.ok(Math.abs(model.serviceLevelStrict! - record.serviceLevelStrict!) < 0.02);
    assert.ok(Math.abs(model.abandonedShare! - record.abandonedShare!) < 0.015);
    assert.deepEqual(doubts, []);
  });

  test("has the record's own figures for the record", () => {
    const { record } = place;
    assert.equal(record.offered, calls.length);
    assert.equal(record.abandoned, calls.filter(({ outcome }) => outcome === "abandoned").length);
    const inTime = calls.filter(({ outcome, waitMs }) => outcome === "answered" && waitMs <= 20_000).length;
    assert.equal(record.serviceLevelStrict, inTime / calls.length);
  });

  test("loses no call: each is answered or gave up, each offer ends in one choice, each yes in one end", () => {
    for (const { with: having } of [place, nobodyAccepts]) {
      assert.equal(having.offered, calls.length);
      assert.equal(having.answered + having.abandoned, having.offered);
      assert.equal(having.recallOk + having.recallFail, having.yes);
      assert.ok(having.yes + having.no <= having.treatment);
      assert.ok(having.promisesKept <= having.recallOk);
    }
    assert.ok(place.with.yes > 100, `${place.with.yes} accepted`);
  });

  test("is the same without smart wait as with it switched off: every difference is nothing", () => {
    assert.deepEqual(off.with, off.without);
    for (const { value } of Object.values(off.difference)) assert.ok(value === null || value === 0);
  });

  test("abandons less when callers in a long line are called back, and does not when nobody accepts", () => {
    const { abandonedShare, serviceLevelLive } = place.difference;
    assert.ok(abandonedShare.value! < 0, `abandonment ${abandonedShare.value}`);
    assert.ok(serviceLevelLive.low! <= serviceLevelLive.value!);
    assert.equal(nobodyAccepts.with.yes, 0);
    assert.ok(Math.abs(nobodyAccepts.difference.abandonedShare.value!) < 0.03);
  });

  test("gives the same figures for the skill as for all, there being one", () => {
    const [skill, ...others] = place.skills;
    assert.deepEqual(others, []);
    assert.deepEqual([skill!.name, skill!.skillId], ["sales", 1]);
    assert.deepEqual(skill!.difference, place.difference);
  });

  test("differs by what stands with smart wait less what stands without, over several days as in one", async () => {
    const oneDay = await whatIf({
      recording: recordingOf(generatedCalls({ ...centre, days: 1 })),
      variants: (known) => [variant({})(known)],
      seeds: 2,
    });
    for (const compared of [place, compare(oneDay)]) {
      const { with: having, without, difference } = compared;
      assert.ok(having.yes > 0);
      for (const name of ["yes", "treatment", "abandoned", "meanWaitS"] as const)
        assert.ok(Math.abs(difference[name].value! - (having[name]! - without[name]!)) < 1e-9, name);
    }
  });

  test("is not concluded from where customers were called back: without smart wait they would have stood in line", async () => {
    const oneDay = generatedCalls({ ...centre, days: 1 });
    const withCallbacks = oneDay.map((call, n) =>
      n % 40 === 0 ? { ...call, calledBack: true as const } : call,
    );
    const kinds = async (record: typeof oneDay) => {
      const { doubts } = compare(
        await whatIf({
          recording: recordingOf(record),
          variants: (known) => [variant({ smartWait: "off" })(known)],
          seeds: 1,
        }),
      );
      return doubts.map(({ kind }) => kind);
    };
    assert.ok((await kinds(withCallbacks)).includes("called-back"));
    assert.ok(!(await kinds(oneDay)).includes("called-back"));
  });

  test("goes on at midnight where calls last until then: what was promised before is kept after", async () => {
    const kept = await whatIf({
      recording: recordingOf(generatedCalls({ ...centre, days: 2, hours: 24, agents: 4, perHour: 65 })),
      variants: ({ skillIds }) => [
        {
          settings: recordSettings("UTC", skillIds, {
            discipline: { kind: "window", widthMs: 1_800_000, reserveAgents: 1 },
          }),
          willingness: { accepts: 1, reached: 1 },
        },
      ],
      seeds: 1,
    });
    const { counts } = Tally.of(kept.days[0]!.courses[1]!.values());
    assert.ok(counts.recallOk > 100, `${counts.recallOk} were called back`);
    assert.ok(counts.recallFail <= 0.02 * counts.recallOk, `${counts.recallFail} were not`);
  });

  test("gives the same again", async () => {
    const again = await whatIf({
      recording: recordingOf(calls),
      variants: (known) => [variant({})(known)],
      seeds: 2,
    });
    assert.deepEqual(compare(again), place);
  });
});
