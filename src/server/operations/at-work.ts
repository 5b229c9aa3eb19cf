import type { OperationId } from "../../desk/owner.ts";
import type { AtWork } from "../../operation/now/at-work.ts";
import type { RunningOperation } from "./running-operation.ts";

/** The operation of that id with what is seen of it from outside; `null` while it does not run. */
export function atWork(operations: readonly RunningOperation[], { id }: OperationId): AtWork | null {
  const one = operations.find((operation) => operation.record.id === id);
  const operation = one?.running;
  if (!one || !operation) return null;
  return {
    operation,
    now: one.now(),
    connected: (one.degraded ?? null) === null,
    lacking: one.lacking !== null,
    today: (skill) => one.today?.(skill) ?? null,
  };
}
