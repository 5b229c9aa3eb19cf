import assert from "node:assert/strict";
import { test } from "node:test";
import { checkpointUpcasts } from "../../src/journal/versions/checkpoint-upcasts.ts";
import { OLDEST_READABLE } from "../../src/journal/versions/older-checkpoints.ts";
import { CORE_VERSION, STATE_VERSION } from "../../src/line/core-version.ts";
import { corpusEntries } from "../journal/corpus/entries.ts";

/** From the first version that was released to the one of today. */
function upTo(version: number): number[] {
  return Array.from({ length: version }, (_, index) => index + 1);
}

test("a checkpoint of every earlier version has its upcast", () => {
  const older = upTo(STATE_VERSION - 1).filter((version) => version >= OLDEST_READABLE);
  assert.deepEqual(
    Object.keys(checkpointUpcasts).map(Number),
    older,
    `STATE_VERSION is ${STATE_VERSION}: src/journal/versions/checkpoint-upcasts.ts needs one function for each version before it. See "How to change the state" in CONTRIBUTING.md`,
  );
});

test("every version of the state and of the core has a journal in the corpus", () => {
  const entries = corpusEntries();
  const missing = [
    ...upTo(STATE_VERSION)
      .filter((version) => !entries.some(({ stateVersion }) => stateVersion === version))
      .map((version) => `version ${version} of the state`),
    ...upTo(CORE_VERSION)
      .filter((version) => !entries.some(({ coreVersion }) => coreVersion === version))
      .map((version) => `version ${version} of the core`),
  ];
  assert.deepEqual(
    missing,
    [],
    `no journal of ${missing.join(", ")}: run node test/journal/corpus/record.ts. See "How to change the state" in CONTRIBUTING.md`,
  );
});

test("the corpus knows no version that is still to come", () => {
  for (const { file, stateVersion, coreVersion } of corpusEntries())
    assert.ok(stateVersion <= STATE_VERSION && coreVersion <= CORE_VERSION, file);
});
