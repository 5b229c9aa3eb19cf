import type { RunningState } from "../../api/v1/sources.ts";
import type { OperationRecord } from "../../journal/port.ts";
import type { PersonId } from "../../line/ids.ts";
import type { RunningOperation } from "./running-operation.ts";

/** What the API may ask of an operation that runs; `null` of one that does not. */
export function runningStateOf(
  operations: readonly RunningOperation[],
  record: OperationRecord,
): (RunningState & { erased(person: PersonId): Promise<void> }) | null {
  const one = operations.find((operation) => operation.record.id === record.id);
  const operation = one?.running;
  if (!one || !operation) return null;
  return {
    state: operation.state,
    now: one.now(),
    settings: operation.state.settings,
    order: operation.order.bind(operation),
    erased: operation.erased.bind(operation),
  };
}
