import type { OperationRecord, Store } from "../journal/port.ts";
import { Fault } from "../line/faults.ts";

/** The operation of that name; without a name the only one there is. Fault: `operation-unknown`. */
export async function operationNamed(
  store: Pick<Store, "operations">,
  name: string | undefined,
): Promise<OperationRecord> {
  const all = await store.operations();
  const found = name === undefined && all.length === 1 ? all[0] : all.find((one) => one.name === name);
  if (!found)
    throw new Fault("operation-unknown", {
      name: name ?? "(none given)",
      known: all.map((one) => one.name).join(", ") || "none",
    });
  return found;
}
