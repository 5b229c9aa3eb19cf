import { Fault, type FaultCode } from "../../faults/faults.ts";
import type { Batch, Journal } from "../../journal/port/journal.ts";
import type { Run } from "../../journal/port/run.ts";
import { heldRun, type Tenure } from "./tenure.ts";

/**
 * Appends a batch to a run. Its owner finds out what became of one that was not acknowledged, and goes on: the batch is not sent
 * again before nothing of it can land any more. Faults: those of the store, and `not-owner`.
 */
export async function appendDurably(
  store: Pick<Journal, "append">,
  {
    run,
    tenure,
    lastSeq,
  }: { readonly run: Run; readonly tenure?: Tenure | undefined; readonly lastSeq: number },
  batch: Batch,
): Promise<void> {
  for (;;) {
    try {
      await store.append(heldRun(run, tenure), batch);
      return;
    } catch (fault) {
      if (!tenure || !isUncertain(fault)) throw fault;
      const durable = await tenure.takeBack();
      if (durable === lastSeq && batch.steps.length > 0) return;
      if (durable !== lastSeq - batch.steps.length)
        throw new Fault("not-owner", { operation: run.operation }, { cause: fault });
    }
  }
}

function isUncertain(fault: unknown): boolean {
  return fault instanceof Fault && UNCERTAIN.has(fault.code);
}

/** The second: no connection was had, and perhaps will be. */
const UNCERTAIN: ReadonlySet<FaultCode> = new Set(["append-unknown", "database-unreachable"]);
