import assert from "node:assert/strict";
import { it } from "node:test";
import { Changes, project } from "../../src/journal/rows/projection.ts";
import type { Caller } from "../../src/line/facts.ts";

const reasonOf = (callee: Caller, accepted: boolean) => {
  const changes = new Changes();
  const fact = { type: "number-keyed", call: "c", callee, at: 1_000 } as const;
  const event = { type: "number-keyed", call: "c", callee, accepted } as const;
  project(changes, { seq: 1, fact, settingsVersion: 1 }, [event]);
  return changes.decisions.map(({ decision, reason }) => `${decision}: ${reason}`);
};

it("a keyed number that might be called and is not taken has that for its reason", () => {
  const office: Caller = { person: "office", number: "dialable" };
  assert.deepEqual(reasonOf(office, true), ["accepted: dialable"]);
  assert.deepEqual(reasonOf(office, false), ["refused: not-taken"]);
  assert.deepEqual(reasonOf({ person: "premium", number: "refused" }, false), ["refused: refused"]);
});
