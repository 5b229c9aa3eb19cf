import type { Store } from "../journal/port.ts";
import { openSqliteStore } from "../journal/sqlite/store.ts";

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
