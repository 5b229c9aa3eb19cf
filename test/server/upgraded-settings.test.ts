import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { JudgementName } from "../../src/line/settings.ts";
import { currentSettings } from "../../src/server/operations/current-settings.ts";

const configured = (skill: string) =>
  parseConfiguration(
    `operations:
  - name: Clinic
    timeZone: America/Bogota
    skills:
      - { id: 1, name: Appointments${skill} }
    exchange:
      simulated:
        traffic: [{ skill: 1, callsPerDay: 100, meanHandleS: 180, meanPatienceS: 240 }]
        agents: [{ count: 2, skills: [1], shift: 08:00-16:00 }]
`,
    "espera.yaml",
  )[0]!;

describe("a setting that the file leaves out, after an upgrade that brought another default", () => {
  let store: Store;
  let record: OperationRecord;
  const startWith = async (skill: string) => {
    const { version, skills } = await currentSettings(store, record, configured(skill), 0);
    return { version, judgement: skills[0]!.judgement };
  };
  /** The newest version in the journal is one that an Espera with another default wrote. */
  const writtenBefore = (judgement: JudgementName) => {
    const { skills, ...rest } = configured("").settings;
    const before = skills.map((skill) => ({ ...skill, judgement }));
    return store.addSettings(record.id, { ...rest, skills: before, version: 1 }, 0);
  };

  beforeEach(async () => {
    store = await openSqliteStore({ file: IN_MEMORY });
    record = await store.openOperation({ name: "Clinic", timeZone: "America/Bogota", simulated: true });
  });
  afterEach(() => store.close());

  it("follows the default of today, as a new version in the journal, and once", async () => {
    await writtenBefore("plain");
    assert.deepEqual(await startWith(""), { version: 2, judgement: "learned" });
    assert.deepEqual(await startWith(""), { version: 2, judgement: "learned" });
  });

  it("stays as it was where the file names it", async () => {
    await writtenBefore("plain");
    assert.deepEqual(await startWith(", judgement: plain"), { version: 1, judgement: "plain" });
  });
});
