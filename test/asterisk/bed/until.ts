import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until `condition` gives something truthy and returns it; it is looked at every 10 ms. After `boundMs` it
 * throws and says `what` did not come. The waiting of every test of the bed goes through here: never for a time
 * alone, always for a condition with a bound.
 */
export async function until<T>(
  what: string,
  boundMs: number,
  condition: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + boundMs;
  for (;;) {
    const found = await condition();
    if (found) return found as NonNullable<Exclude<T, false>>;
    if (performance.now() > end) throw new Error(`not within ${boundMs} ms: ${what}`);
    await sleep(10);
  }
}
