import type { Journal } from "../../journal/port/journal.ts";
import type { KeptPeople } from "../../journal/port/people.ts";
import type { PersonId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";
import type { State } from "../../line/state.ts";
import { type LocalMonth, localMonth, monthsBefore } from "../../time/local-month.ts";
import type { Recordings } from "./recordings.ts";

/** How much is done at a time, so that no decision waits for it. */
const NAMES_AT_A_TIME = 50;
const PEOPLE_AT_A_TIME = 200;
const STEPS_AT_A_TIME = 1_000;
const DAY_MS = 86_400_000;
/** No callback lives so long: what was recorded before belongs to none, for its caller hung up before their yes. */
const RECORDED_FOR_NOTHING_MS = 30 * DAY_MS;

interface RetentionGiven {
  readonly store: Pick<KeptPeople, "unusedPeople" | "forgetPeople" | "recordedNames" | "markNamesDeleted"> &
    Pick<Journal, "runs" | "forgetSteps">;
  /** The operation's id. */
  readonly operation: number;
  /** Tells a running operation to let go of people, and which of them it can do without. */
  readonly letGo: (people: readonly PersonId[]) => readonly PersonId[];
  /** `null` where names are not recorded. */
  readonly recordings: Recordings | null;
}

interface Forgotten {
  readonly names: number;
  readonly people: number;
  /** Of the journal. */
  readonly steps: number;
}

/**
 * Deletes what was kept long enough: recorded names some time after their callback ended, numbers that were not
 * used for some days, and the steps of months that are over. It does a little each time it is called, and goes on where it was.
 */
export class RetentionWork {
  readonly #given: RetentionGiven;
  /** The last person looked at; all are looked at in turn, over and over. */
  #after: PersonId | null = null;

  constructor(given: RetentionGiven) {
    this.#given = given;
  }

  /** Once every minute is enough. `now`: epoch ms. Faults: those of the store, and of the folder of recordings. */
  async work(
    { retention, timeZone }: Pick<Settings, "retention" | "timeZone">,
    now: number,
  ): Promise<Forgotten> {
    const { forgetNumbersAfterDays: days, journalMonths: months } = retention;
    const people = days === null ? 0 : await this.#forgetPeople(now - days * DAY_MS);
    const names = await this.#deleteNames(now - retention.namesMs, now);
    const present = localMonth(timeZone, now);
    const steps = months === undefined ? 0 : await this.#forgetSteps(monthsBefore(present, months));
    return { people, names, steps };
  }

  async #forgetSteps(before: LocalMonth): Promise<number> {
    const { store, operation } = this.#given;
    const live = (await store.runs(operation)).find(({ kind }) => kind === "live");
    return live ? store.forgetSteps(live, before, STEPS_AT_A_TIME) : 0;
  }

  async #deleteNames(endedBefore: number, now: number): Promise<number> {
    const { store, operation, recordings } = this.#given;
    if (!recordings) return 0;
    const callbacks = await store.recordedNames(operation, endedBefore, NAMES_AT_A_TIME);
    for (const callback of callbacks) await recordings.delete(callback);
    if (callbacks.length > 0) await store.markNamesDeleted(operation, callbacks, now);
    await recordings.deleteOlder(now - RECORDED_FOR_NOTHING_MS);
    return callbacks.length;
  }

  async #forgetPeople(since: number): Promise<number> {
    const { store, operation, letGo } = this.#given;
    const asked = { since, after: this.#after, limit: PEOPLE_AT_A_TIME };
    const { people, next } = await store.unusedPeople(operation, asked);
    const forgotten = letGo(people);
    if (forgotten.length > 0) await store.forgetPeople(operation, forgotten);
    this.#after = next;
    return forgotten.length;
  }
}

/** Whose numbers an operation still needs: of all on the phone, keyed by them, promised a call, or who asked for it. */
export function neededPeople(state: State): Set<PersonId> {
  const needed = new Set<PersonId>();
  for (const { person, callee } of state.calls.values())
    for (const id of [person, callee?.person ?? null]) if (id !== null) needed.add(id);
  for (const { person, by } of state.callbacks.values()) {
    needed.add(person);
    if (by !== null) needed.add(by);
  }
  return needed;
}
