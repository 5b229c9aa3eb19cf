import type { Step } from "../../src/journal/port.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { Event, FinalStatus } from "../../src/line/events.ts";
import { OPERATION, TIME_ZONE } from "./espera-process.ts";

/** What the journal says after the load. */
export interface Written {
  /** By the number of the one who was promised a return call, without a country's code: how it ended, or `open`. */
  readonly promises: ReadonlyMap<string, FinalStatus | "open">;
  readonly attempts: number;
  /** The most callers that were being asked at one moment. */
  readonly dialoguesAtOnce: number;
  readonly facts: number;
}

/** Reads the journal of an Espera that has ended. */
export async function readJournal(directory: string): Promise<Written> {
  const store = await openSqliteStore({ directory });
  try {
    const record = await store.openOperation({ name: OPERATION, timeZone: TIME_ZONE, simulated: false });
    const run = await store.openRun(record.id, { kind: "live", name: "live" });
    const steps: Step[] = [];
    for await (const some of store.steps(run, 0)) steps.push(...some);
    const events = steps.flatMap((step) => step.events);
    const of = <T extends Event["type"]>(type: T) =>
      events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
    const ends = new Map(of("callback-ended").map((event) => [event.callback, event.status]));
    const promises = new Map<string, FinalStatus | "open">();
    for (const { callback, person } of of("callback-registered")) {
      const number = (await store.numberOf(record.id, person)) ?? "";
      promises.set(number.replace(/^\+57/, ""), ends.get(callback) ?? "open");
    }
    const attempts = of("attempt-dialled").length;
    return { promises, attempts, dialoguesAtOnce: dialoguesAtOnce(steps), facts: steps.length };
  } finally {
    await store.close();
  }
}

function dialoguesAtOnce(steps: readonly Step[]): number {
  const asked = new Set<string>();
  let most = 0;
  for (const event of steps.flatMap((step) => step.events)) {
    if (event.type === "question-began") asked.add(event.call);
    else if (event.type === "choice-made" || event.type === "call-closed") asked.delete(event.call);
    most = Math.max(most, asked.size);
  }
  return most;
}
