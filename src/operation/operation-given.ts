import type { Exchange } from "../exchange/port.ts";
import type { Journal } from "../journal/port/journal.ts";
import type { KeptPeople } from "../journal/port/people.ts";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { PersonId } from "../line/ids.ts";
import type { Clock } from "../time/clock.ts";
import type { Foresee } from "./outlooks.ts";
import type { RunWriterGiven } from "./run-writer.ts";

/** What an operation needs of the journal. */
export type OperationStore = Pick<Journal, "append" | "steps" | "checkpoint" | "orderStanding"> &
  Pick<KeptPeople, "findPeople" | "numberOf" | "diallingsOf">;

/** What an operation lives on. */
export interface OperationGiven extends Omit<RunWriterGiven, "people"> {
  readonly store: OperationStore;
  readonly record: OperationRecord;
  readonly exchange: Exchange;
  readonly clock: Clock;
  /** A fresh id for somebody who was never met. */
  readonly newPersonId: () => PersonId;
  /**
   * Called once when the journal could not be written. The operation has let go of its exchange by then and does
   * nothing any more: state is ahead of the journal, and only reopening it makes them equal.
   */
  readonly onFault: (fault: unknown) => void;
  /** What a skill's half hour is expected to come to; left out: as `foreseeInterval` says. */
  readonly foresee?: Foresee;
}
