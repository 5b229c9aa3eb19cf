import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** Far more than anything takes, also on a machine under load. */
const HANGS_AFTER_MS = 90_000;

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + HANGS_AFTER_MS; !(await holds()); await sleep(20))
    assert.ok(performance.now() < deadline, `not within ${HANGS_AFTER_MS} ms: ${what}`);
}
