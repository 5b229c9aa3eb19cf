import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { describe, it } from "node:test";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { ReplayedState } from "../../src/journal/verify/replayed-state.ts";
import { apply } from "../../src/line/apply.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import { emptyState, type State } from "../../src/line/state.ts";
import { corpusSuite, stepsOf } from "./corpus/corpus-suite.ts";
import { corpusEntries, unpackEntry } from "./corpus/entries.ts";

for (const entry of corpusEntries())
  corpusSuite(entry, "", async () => {
    const directory = unpackEntry(entry);
    const store = await openSqliteStore({ directory });
    return {
      store,
      async close() {
        await store.close();
        rmSync(directory, { recursive: true });
      },
    };
  });

describe("steps after an older checkpoint", () => {
  it("are applied and not decided again: what that did not keep may have counted", async () => {
    const directory = unpackEntry(corpusEntries().at(-1)!);
    const store = await openSqliteStore({ directory });
    const [record] = await store.operations();
    const [run] = await store.runs(record!.id);
    const state = emptyState((await store.settings(record!.id))!);
    let told = 0;
    for (const step of await stepsOf(store, run!)) {
      if (step.events.some(({ type }) => type === "callback-registered")) {
        const problems: string[] = [];
        ReplayedState.at(asVersion10(state), undefined, (problem) => problems.push(problem)).replay(step);
        assert.deepEqual(problems, []);
        told++;
      }
      for (const event of step.events) apply(state, event, step.fact.at);
    }
    assert.ok(told > 0);
    await store.close();
    rmSync(directory, { recursive: true });
  });
});

/** A checkpoint that does not say what callers were offered. */
function asVersion10(state: State): string {
  const checkpoint = JSON.parse(writeCheckpoint(state)) as { calls: object[] };
  return JSON.stringify({
    ...checkpoint,
    version: 10,
    calls: checkpoint.calls.map((call) => ({ ...call, offered: undefined })),
  });
}
