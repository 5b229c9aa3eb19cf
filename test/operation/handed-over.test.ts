import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { canBeHandedOver } from "../../src/operation/now/quiet.ts";
import { ScriptedCentre } from "../api/scripted-centre.ts";

describe("an operation that another node is to go on with", () => {
  let store: Store;
  let centre: ScriptedCentre;

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    centre = await ScriptedCentre.open(store);
    await centre.begin();
  });
  afterEach(async () => {
    await centre.operation.stop();
    await store.close();
  });

  /** Whether it can go after something was reported, or before that is worked off. */
  const after = async (report: Parameters<ScriptedCentre["exchange"]["report"]>[0]) => {
    centre.exchange.report(report);
    const before = canBeHandedOver(centre.operation);
    await centre.settled();
    return [before, canBeHandedOver(centre.operation)];
  };

  it("can go while callers wait or talk and callbacks wait, not while one is asked, or something is under way", async () => {
    assert.ok(canBeHandedOver(centre.operation), "Zoe waits on the phone, the others to be called back");
    centre.clock.jump(60_000);
    const call = "max";
    assert.deepEqual(await after({ type: "call-arrived", call, skill: 1, number: "+573004445566" }), [
      false,
      false,
    ]);
    assert.deepEqual(await after({ type: "question-began", call }), [false, false]);
    const consent = { prompt: "question-choice@1", key: "1" };
    assert.deepEqual(
      await after({ type: "choice-made", call, choice: "yes", source: "key", consent }),
      [false, false],
      "hears by when",
    );
    assert.deepEqual(await after({ type: "call-ended", call }), [false, true]);
  });

  it("stays while somebody is called back, until the attempt is over", async () => {
    const act = { type: "cancel" } as const;
    await centre.operation.order({ order: "o1", callback: "eva", act, author: "luz", why: "they wrote" });
    centre.exchange.report({ type: "call-ended", call: "zoe" });
    assert.deepEqual(await after({ type: "agent-changed", agent: "agent-1", skills: [1], status: "free" }), [
      false,
      false,
    ]);
    const attempt = "ana~1";
    assert.equal(centre.diallingsOf("ana").length, 1);
    assert.deepEqual(await after({ type: "attempt-progressed", attempt, progress: "ringing" }), [
      false,
      false,
    ]);
    centre.exchange.report({ type: "agent-changed", agent: "agent-1", skills: [1], status: "busy" });
    assert.deepEqual(await after({ type: "attempt-progressed", attempt, progress: "no-answer" }), [
      false,
      true,
    ]);
  });
});
