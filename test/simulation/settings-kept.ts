import type { Store } from "../../src/journal/port/store.ts";
import type { Settings } from "../../src/line/settings.ts";

/** Keeps changed settings as the next version, as a person who changes them does. `at`: epoch ms. */
export async function keepSettings(
  store: Store,
  operation: number,
  { known, changed, at }: { readonly known: Settings; readonly changed: Settings; readonly at: number },
): Promise<Settings> {
  const next = { ...changed, version: known.version + 1 };
  await store.addSettings(operation, next, at);
  return next;
}
