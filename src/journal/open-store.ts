import type { Store } from "./port/store.ts";
import type { DatabaseAddress } from "./postgres/connection/pool.ts";
import { openSqliteStore } from "./sqlite/store.ts";

/** Where a journal is: in a data folder, or in a PostgreSQL database. */
export type StoreLocation = { readonly directory: string } | DatabaseAddress;

/**
 * Opens the journal wherever it is, and makes it where there is none. `serves`: by the server that runs its operations.
 * Faults: those of `openSqliteStore` and `openPostgresStore`.
 */
export async function openStore(
  location: StoreLocation,
  options: { readonly readOnly?: boolean; readonly serves?: boolean } = {},
): Promise<Store> {
  if ("directory" in location) return openSqliteStore({ ...location, ...options });
  // Most have no database, and need not load its driver.
  const { openPostgresStore } = await import("./postgres/store.ts");
  return openPostgresStore(location, options);
}
