import { demonstrationOperations } from "../../src/configuration/configuration.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { measureOperation } from "../../src/lift/operation-lift.ts";
import { simulatePastDay } from "../../src/server/simulated/simulation.ts";
import { monday, settings } from "../line/generated-settings.ts";

/** Days of the demonstration's callers before the scripted centre's Monday, over a weekend. */
export const PAST_DAYS = ["2026-02-27", "2026-02-28", "2026-03-01"] as const;

/** Of skill 1, for few agents, with enough held-out callers that the lift is more than bounds. */
const MANY_CALLS_PER_DAY = 850;
/** Of skill 2. */
const FEW_CALLS_PER_DAY = 150;

const DAY_SHIFT = { fromMinute: 8 * 60, toMinute: 20 * 60 };

/**
 * A store in which the scripted centre has a past, lived through by the demonstration's callers: some were held out, and the
 * lift is measured. `callsPerDay`: of skill 1.
 */
export async function storeWithPast({ callsPerDay = MANY_CALLS_PER_DAY } = {}): Promise<Store> {
  const store = await openSqliteStore({ file: IN_MEMORY });
  const { timeZone } = settings;
  const calls = new Map([
    [1, callsPerDay],
    [2, FEW_CALLS_PER_DAY],
  ]);
  const record = await store.openOperation({ name: "clinic", timeZone, simulated: true });
  const { traffic, agents, ...exchange } = demonstrationOperations()[0]!.exchange;
  const skills = settings.skills.map((skill) => ({ ...skill, holdOut: true }));
  const past = {
    // Who is held out follows from the key and the ids, which are random elsewhere: the same callers here each time.
    record: { ...record, personKey: new Uint8Array(32) },
    settings: { ...settings, skills },
    simulation: {
      ...exchange,
      traffic: skills.map(({ id }) => ({ ...traffic[0]!, skill: id, callsPerDay: calls.get(id)! })),
      agents: agents
        .slice(2, 4)
        .map((group, at) => ({ ...group, shift: DAY_SHIFT, count: 3 - at, skills: [1 + at] })),
    },
  };
  let people = 0;
  for (const date of PAST_DAYS)
    await simulatePastDay(store, past, date, { newPersonId: () => `past person ${++people}` });
  await store.addSettings(record.id, settings, monday);
  await measureOperation(store, record, monday);
  return store;
}
