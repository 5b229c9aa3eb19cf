import type { Run, Store } from "../journal/port.ts";
import { apply } from "../line/apply.ts";
import { isReadable, readCheckpoint } from "../line/checkpoint.ts";
import type { Settings } from "../line/settings.ts";
import { emptyState, type State } from "../line/state.ts";

export interface Recovered {
  readonly state: State;
  readonly lastSeq: number;
  /** Time of the last durable fact, epoch ms; 0 when there is none. */
  readonly lastAt: number;
}

/** The state after a run's last durable step: its newest checkpoint, and the events since then applied. */
export async function recover(
  store: Pick<Store, "checkpoint" | "steps">,
  run: Run,
  settings: Settings,
): Promise<Recovered> {
  const newest = await store.checkpoint(run);
  const checkpoint = newest && isReadable(newest.state) ? newest : null;
  const state = checkpoint ? readCheckpoint(checkpoint.state) : emptyState(settings);
  let lastSeq = checkpoint?.seq ?? 0;
  let lastAt = 0;
  // The step of the checkpoint itself gives the time when none came after it.
  for await (const steps of store.steps(run, Math.max(0, lastSeq - 1))) {
    for (const step of steps) {
      lastAt = step.fact.at;
      if (step.seq <= lastSeq) continue;
      for (const event of step.events) apply(state, event, step.fact.at);
      lastSeq = step.seq;
    }
  }
  return { state, lastSeq, lastAt };
}
