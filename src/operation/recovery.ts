import { Fault } from "../faults/faults.ts";
import type { Journal } from "../journal/port/journal.ts";
import type { Run } from "../journal/port/run.ts";
import { isReadable, readAnyCheckpoint } from "../journal/versions/older-checkpoints.ts";
import { apply } from "../line/apply.ts";
import { versionOf } from "../line/checkpoint.ts";
import { CORE_VERSION, STATE_VERSION } from "../line/core-version.ts";
import type { Settings } from "../line/settings.ts";
import { emptyState, type State } from "../line/state.ts";

export interface Recovered {
  readonly state: State;
  readonly lastSeq: number;
  /** Time of the last durable fact, epoch ms; 0 when there is none. */
  readonly lastAt: number;
  readonly origin: Origin;
}

/**
 * Where the state was recovered from. `steps`: from the first step on, because there is no checkpoint (`version` is
 * `null`), or the newest one is of a version that cannot be read. `upcast`: from a checkpoint of an older version of the
 * state, and the journal does not say yet how it was read.
 */
export type Origin =
  | { readonly from: "checkpoint" }
  | { readonly from: "upcast"; readonly version: number }
  | { readonly from: "steps"; readonly version: number | null };

/**
 * The state after a run's last durable step: its newest checkpoint, and the events since then applied. Fault, besides those of the store:
 * `line-newer` where a newer version of Espera wrote it, which may mean something by it that this one does not know.
 */
export async function recover(
  store: Pick<Journal, "checkpoint" | "steps">,
  run: Run,
  settings: Settings,
): Promise<Recovered> {
  const newest = await store.checkpoint(run);
  if (newest) requireKnown("state", versionOf(newest.state), STATE_VERSION);
  const checkpoint = newest && isReadable(newest.state) ? newest : null;
  const state = checkpoint ? readAnyCheckpoint(checkpoint.state) : emptyState(settings);
  let version = newest && versionOf(newest.state);
  let lastSeq = checkpoint?.seq ?? 0;
  let lastAt = 0;
  // The step of the checkpoint itself gives the time when none came after it.
  for await (const steps of store.steps(run, Math.max(0, lastSeq - 1))) {
    for (const step of steps) {
      lastAt = step.fact.at;
      if (step.seq <= lastSeq) continue;
      requireKnown("core", step.coreVersion, CORE_VERSION);
      for (const event of step.events) {
        apply(state, event, step.fact.at);
        if (checkpoint && event.type === "state-adopted") version = versionOf(event.checkpoint);
      }
      lastSeq = step.seq;
    }
  }
  return { state, lastSeq, lastAt, origin: originOf(checkpoint !== null, version) };
}

function requireKnown(what: "state" | "core", found: number, known: number): void {
  if (found > known) throw new Fault("line-newer", { found: `${what} ${found}`, known: String(known) });
}

function originOf(isRead: boolean, version: number | null): Origin {
  if (!isRead || version === null) return { from: "steps", version };
  return version === STATE_VERSION ? { from: "checkpoint" } : { from: "upcast", version };
}
