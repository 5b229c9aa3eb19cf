import type { Run } from "../../journal/port/run.ts";

/** A node's hold on an operation, for as long as no other takes it. */
export interface Tenure {
  /** In which its run is written. */
  readonly epoch: number;
  /** Whether the exchange may be steered now. Once it is false it stays false. */
  readonly holds: boolean;
  /**
   * Takes the operation again under a new epoch, after an append whose outcome is unknown. Gives the last durable
   * step. Faults: `not-owner` where another node has it or the hold is over; those of the store where it failed until the hold was over.
   */
  takeBack(): Promise<number>;
  /** Is called once the operation stopped because another node has it. */
  lost(): void;
}

/** The run, written under the holder's epoch. */
export function heldRun(run: Run, tenure: Pick<Tenure, "epoch"> | undefined): Run {
  return tenure ? { ...run, epoch: tenure.epoch } : run;
}
