import type { OperationRecord, Store } from "../journal/port.ts";
import { openSqliteStore } from "../journal/sqlite/store.ts";
import { Fault } from "../line/faults.ts";

/** Opens the journal of a data directory for one piece of work. Faults: those of opening it. */
export async function withStore<T>(
  directory: string,
  use: (store: Store) => Promise<T>,
  { readOnly = false } = {},
): Promise<T> {
  const store = await openSqliteStore({ directory, readOnly });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** The operation of that name; without a name the only one there is. Fault: `operation-unknown`. */
export async function operationNamed(store: Store, name: string | undefined): Promise<OperationRecord> {
  const all = await store.operations();
  const found = name === undefined && all.length === 1 ? all[0] : all.find((one) => one.name === name);
  if (!found)
    throw new Fault("operation-unknown", {
      name: name ?? "(none given)",
      known: all.map((one) => one.name).join(", ") || "none",
    });
  return found;
}
