import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Run, Step } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { Event, FinalStatus } from "../../src/line/events.ts";
import type { CallbackId } from "../../src/line/ids.ts";
import { type Attempt, attemptsIn } from "../../test/asterisk/bed/attempts.ts";
import { OPERATION, TIME_ZONE } from "./espera-process.ts";

/** What a journal says. */
export interface Written {
  readonly promises: readonly Promised[];
  readonly attempts: readonly Attempt[];
  /** The most callers that were being asked at one moment. */
  readonly dialoguesAtOnce: number;
  readonly facts: number;
}

export interface Promised {
  /** Also the Uniqueid of the call that asked for it. */
  readonly callback: CallbackId;
  /** That is dialled, such as `+573001112233`. */
  readonly number: string;
  /** Epoch ms. */
  readonly registeredAt: number;
  /** `null`: open. */
  readonly status: FinalStatus | null;
}

/** Reads the journal of a bench's Espera that has ended. */
export async function readJournal(directory: string): Promise<Written> {
  const store = await openSqliteStore({ directory });
  try {
    const record = await store.openOperation({ name: OPERATION, timeZone: TIME_ZONE, simulated: false });
    return await written(store, record, await store.openRun(record.id, { kind: "live", name: "live" }));
  } finally {
    await store.close();
  }
}

/** Reads the journal of a run. */
export async function written(store: Store, record: OperationRecord, run: Run): Promise<Written> {
  const steps: Step[] = [];
  for await (const some of store.steps(run, 0)) steps.push(...some);
  const events = steps.flatMap((step) => step.events);
  const of = <T extends Event["type"]>(type: T) =>
    events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
  const ends = new Map(of("callback-ended").map((event) => [event.callback, event.status]));
  const promises: Promised[] = [];
  for (const { fact, events } of steps)
    for (const event of events) {
      if (event.type !== "callback-registered") continue;
      const { callback, person } = event;
      const number = (await store.numberOf(record.id, person))?.number ?? "";
      promises.push({ callback, number, registeredAt: fact.at, status: ends.get(callback) ?? null });
    }
  return {
    promises,
    attempts: attemptsIn(steps),
    dialoguesAtOnce: dialoguesAtOnce(events),
    facts: steps.length,
  };
}

function dialoguesAtOnce(events: readonly Event[]): number {
  const asked = new Set<string>();
  let most = 0;
  for (const event of events) {
    if (event.type === "question-began") asked.add(event.call);
    else if (event.type === "choice-made" || event.type === "call-closed") asked.delete(event.call);
    most = Math.max(most, asked.size);
  }
  return most;
}
