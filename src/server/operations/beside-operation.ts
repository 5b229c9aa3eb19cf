import { LiftJob } from "../lift/lift-job.ts";
import type { OperationBase } from "./operation-base.ts";
import type { RunningOperation } from "./running-operation.ts";

/** Begins what goes on beside an operation's calls: its past is filled in, and its lift is measured. Gives how to end it. */
export function beginBeside(
  operation: RunningOperation,
  { directory, log }: Pick<OperationBase, "directory" | "log">,
): () => void | Promise<void> {
  operation.fillInThePast();
  const lift = new LiftJob({
    directory,
    record: operation.record,
    now: () => operation.now(),
    isReady: () => operation.view().generation === null,
    log,
  });
  return () => lift.stop();
}
