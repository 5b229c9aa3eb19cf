import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countedAs, type EndCount, finalStatuses, statusesOf } from "../../src/journal/definitions.ts";
import { changesOf } from "../../src/journal/rows/projection.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { CORE_VERSION } from "../../src/line/core-version.ts";
import type { Event, FinalStatus } from "../../src/line/events.ts";
import { smartWaitGroups } from "../../src/reports/smart-wait/smart-wait-groups.ts";
import { begin } from "./store-suite.ts";

const HOUR_MS = 3_600_000;
const arrivedAt = Date.parse("2026-03-01T15:00:30Z");

/** A call that asked to be called back, and the end of its callback. */
function endedAs(status: FinalStatus, n: number): Event[] {
  const call = `c${n}`;
  const skill = 7;
  return [
    {
      type: "call-arrived",
      call,
      skill,
      person: null,
      number: "dialable",
      arrivedAt,
      place: arrivedAt,
      announced: true,
    },
    { type: "question-began", call, skill, arrivedAt },
    {
      type: "callback-registered",
      callback: call,
      skill,
      person: "person",
      arrivedAt,
      place: arrivedAt,
      promisedFrom: arrivedAt,
      promisedUntil: arrivedAt,
      expiresAt: arrivedAt,
    },
    { type: "callback-ended", callback: call, skill, arrivedAt, status, reason: "attempts-used-up" },
  ];
}

/** What every place that counts says of one callback for each final status. */
async function countsOfAll() {
  const store = await openSqliteStore({ file: IN_MEMORY });
  const { operation, run } = await begin(store);
  const steps = finalStatuses().map((status, n) => ({
    seq: n + 1,
    fact: { type: "woke", at: arrivedAt + HOUR_MS } as const,
    events: endedAs(status, n),
    commands: [],
    coreVersion: CORE_VERSION,
    settingsVersion: 1,
  }));
  await store.append(run, { steps, changes: changesOf(steps), people: [] });
  const models = store.readModels();
  const range = { from: arrivedAt - 30_000, to: arrivedAt - 30_000 + HOUR_MS };
  const ended = ({ recallOk, recallFail }: Record<EndCount, number>) => ({ recallOk, recallFail });
  const audit = await store.audit(run);
  const sums = await models.smartWaitSums(
    operation.id,
    { ...range, now: range.to },
    new AbortController().signal,
  );
  const [group] = smartWaitGroups(sums, "UTC", undefined);
  const found = {
    ofBlocks: ended((await models.smartWaitCounts(operation.id, range.from, range.to))[0]!),
    // Less than half a minute: counted from the rows themselves.
    ofRows: ended((await models.smartWaitCounts(operation.id, arrivedAt, arrivedAt + 10))[0]!),
    wrong: await audit.wrongCounts(null, 9),
    failedBy: group!.failedBy["attempts-used-up"],
  };
  await audit.close();
  await store.close();
  return found;
}

async function everyPlaceAgrees(): Promise<void> {
  const wanted = { recallOk: statusesOf("recallOk").length, recallFail: statusesOf("recallFail").length };
  assert.deepEqual(await countsOfAll(), {
    ofBlocks: wanted,
    ofRows: wanted,
    wrong: [],
    failedBy: wanted.recallFail,
  });
}

describe("a final status", () => {
  it("is counted in the same way by kept counts, by rows, by the audit and by reports", everyPlaceAgrees);

  it("that is new is counted everywhere as its definition says, with nothing else changed", async () => {
    const definitions = countedAs as Record<string, EndCount | null>;
    for (const count of ["recallFail", null] as const) {
      definitions["NEW"] = count;
      try {
        await everyPlaceAgrees();
      } finally {
        delete definitions["NEW"];
      }
    }
  });
});
