import { storeLocation } from "../configuration/store-location.ts";
import { openStore } from "../journal/open-store.ts";
import type { Store } from "../journal/port/store.ts";

/** Opens the journal of a data directory for one piece of work. Faults: those of opening it. */
export async function withStore<T>(
  directory: string,
  use: (store: Store) => Promise<T>,
  { readOnly = false } = {},
): Promise<T> {
  const store = await openStore(storeLocation(directory), { readOnly });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
