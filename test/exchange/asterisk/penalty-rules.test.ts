import assert from "node:assert/strict";
import { test } from "node:test";
import { limitsAfter, penaltyChanges } from "../../../src/exchange/asterisk/printed/penalty-rules.ts";
import { AskedAmi, type Files, fromFiles } from "./adapter-peers.ts";

/** A manager that has these files. */
function withFiles(files: Files): AskedAmi {
  const ami = new AskedAmi();
  ami.answer = (_name, headers) => fromFiles(files, headers);
  return ami;
}

const files = {
  "queues.conf": { ventas: ["strategy=leastrecent", "defaultrule=growing"], soporte: [] },
  "queuerules.conf": {
    general: [],
    growing: ["penaltychange=60,+3,,2", "penaltychange=30,+2,+1", "penaltychange=soon,1"],
    Late: ["penaltychange=10,7"],
  },
};

test("the rule of a queue is read from the files, in the order of its times", async () => {
  assert.deepEqual(await penaltyChanges(withFiles(files), "ventas", ""), [
    { afterS: 30, changes: { max: { by: 2 }, min: { by: 1 } } },
    { afterS: 60, changes: { max: { by: 3 }, raise: { to: 2 } } },
  ]);
});

test("a rule that the call names counts more, whatever its capitals; one that is not there is none", async () => {
  assert.deepEqual(await penaltyChanges(withFiles(files), "ventas", "late"), [
    { afterS: 10, changes: { max: { to: 7 } } },
  ]);
  assert.deepEqual(await penaltyChanges(withFiles(files), "ventas", "other"), []);
  assert.deepEqual(await penaltyChanges(withFiles(files), "soporte", ""), []);
  assert.deepEqual(await penaltyChanges(withFiles({}), "ventas", "late"), []);
});

const changes = [
  { afterS: 30, changes: { max: { by: 2 }, min: { by: 1 } } },
  { afterS: 60, changes: { max: { by: 3 }, min: { to: 9 } } },
  { afterS: 90, changes: { max: { by: -20 } } },
] as const;

test("limits are those after all changes that are due, none below zero, the least not above the greatest", () => {
  const before = { max: 1, min: 0, raise: null };
  assert.equal(limitsAfter(changes, 29, before), null, "the queue's own rule is right");
  assert.deepEqual(limitsAfter(changes, 30, before), { max: 3, min: 1, raise: null });
  assert.deepEqual(limitsAfter(changes, 89, before), { max: 6, min: 6, raise: null });
  assert.deepEqual(limitsAfter(changes, 500, before), { max: 0, min: 0, raise: null });
});

test("a limit that the channel does not say stays unsaid", () => {
  assert.deepEqual(limitsAfter(changes, 500, { max: null, min: null, raise: null }), {
    max: null,
    min: null,
    raise: null,
  });
});
