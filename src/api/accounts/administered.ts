import { operationNamed } from "../../desk/operation-named.ts";
import { Fault } from "../../faults/faults.ts";
import type { SessionRecord } from "../../journal/accounts.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { AccountStore } from "../../journal/port/store.ts";

/** The operation that a signed-in user asks for. Fault: `operation-unknown`, also of one that is not the user's. */
export async function operationOf(
  store: AccountStore,
  { user }: SessionRecord,
  wanted: string | undefined,
): Promise<OperationRecord> {
  const own = user.operation === null ? wanted : String(user.operation);
  const operation = await operationNamed(store, own);
  if (wanted === undefined || wanted === String(operation.id) || wanted === operation.name) return operation;
  throw new Fault("operation-unknown", { name: wanted, known: operation.name });
}

/** The same for its administrators. Faults: as `operationOf`, and `role-missing`. */
export async function administered(
  store: AccountStore,
  session: SessionRecord,
  wanted: string | undefined,
): Promise<OperationRecord> {
  if (session.user.role !== "administrator") throw new Fault("role-missing");
  return operationOf(store, session, wanted);
}
