import { createHash } from "node:crypto";
import type { Judgements } from "../../line/judgement/judgements.ts";
import type { Audit, KeptCheckpoint } from "../port/audit.ts";
import type { Journal } from "../port/journal.ts";
import type { Run, Step } from "../port/run.ts";
import { isReadable } from "../versions/older-checkpoints.ts";
import { ReplayedState } from "./replayed-state.ts";

/** A day of a run, replayed. */
export interface ReplayedDay {
  readonly run: Run;
  /** Steps of the day. */
  readonly steps: number;
  /** Of those, which were decided again; an older core's are applied as they were written. */
  readonly decidedAgain: number;
  readonly calls: number;
  readonly offers: number;
  readonly callbacks: number;
  /** Hex of the SHA-256 of the events and commands of the day's steps: the same wherever and whenever it is replayed. */
  readonly digest: string;
  /** Sentences that name the step which came out otherwise; none when the day came out bit for bit. */
  readonly problems: readonly string[];
}

/**
 * Replays a stretch of time (epoch ms, `to` not included) of a run from its journal: from the last checkpoint before it, or from the
 * run's beginning, each step is decided again and compared with what was written, and the states reached on both ways are
 * compared at the end. `null` where the run has no step in it. Nothing is written. `judgements`: those that the run was decided
 * with; the core's own when left out.
 */
export async function replayDay(
  store: Pick<Journal, "audit">,
  run: Run,
  { from, to }: { readonly from: number; readonly to: number },
  judgements?: Judgements,
): Promise<ReplayedDay | null> {
  const audit = await store.audit(run);
  const problems: string[] = [];
  const report = (problem: string) => problems.push(problem);
  try {
    // A file's calls came in all at once, in an order of its own: what is of the day is anywhere among them.
    const isImported = run.kind === "imported";
    const begin = isImported ? null : await checkpointBefore(audit, from);
    let state = begin ? ReplayedState.at(begin.state, judgements, report) : null;
    const found = new Found();
    let decidedBefore = 0;
    let last = begin?.seq ?? 0;
    let isOver = false;
    const damaged: number[] = [];
    const onDamage = (seq: number) => damaged.push(seq);
    for await (const steps of audit.steps(last, onDamage)) {
      for (const step of steps) {
        isOver = !isImported && step.fact.at >= to;
        if (isOver) break;
        if (last === 0) state ??= ReplayedState.before(step, judgements, report);
        const at = happenedAt(step);
        const isOfDay = at >= from && at < to;
        if (isOfDay && found.counts.steps === 0) decidedBefore = state?.decidedAgain ?? 0;
        state?.replay(step);
        last = step.seq;
        if (isOfDay) found.add(step);
      }
      if (isOver) break;
    }
    if (found.counts.steps === 0) return null;
    state?.compare(last);
    if (!state) report(`step ${last}: the run does not begin with its settings`);
    if (!isOver && last !== audit.run.lastSeq)
      report(`the run says that its last step is ${audit.run.lastSeq}; the last one kept is ${last}`);
    // Steps are read ahead: those after the day are none of it.
    const ofSteps = damaged
      .filter((seq) => seq <= last)
      .map((seq) => `step ${seq}: it is not what was written, or the one before it is missing, by its hash`);
    const decidedAgain = (state?.decidedAgain ?? 0) - decidedBefore;
    return {
      run: audit.run,
      ...found.counts,
      decidedAgain,
      digest: found.digest(),
      problems: [...ofSteps, ...problems],
    };
  } finally {
    await audit.close();
  }
}

/** What the steps of the stretch hold. */
class Found {
  readonly counts = { steps: 0, calls: 0, offers: 0, callbacks: 0 };
  readonly #hash = createHash("sha256");

  add({ events, commands }: Step): void {
    this.counts.steps++;
    for (const { type } of events) {
      if (type === "call-arrived" || type === "call-recorded") this.counts.calls++;
      if (type === "question-began") this.counts.offers++;
      if (type === "callback-registered") this.counts.callbacks++;
    }
    this.#hash.update(JSON.stringify([events, commands]));
  }

  /** SHA-256 of all events and commands, in hexadecimal; once. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** When what a step is about happened: of a recorded call, when it arrived. */
function happenedAt({ fact }: Step): number {
  return fact.type === "call-recorded" ? fact.recorded.arrivedAt : fact.at;
}

/** The newest sound checkpoint whose step was before a moment. */
async function checkpointBefore(audit: Audit, at: number): Promise<KeptCheckpoint | null> {
  for (const checkpoint of await audit.checkpoints()) {
    if (!checkpoint.isSound || !isReadable(checkpoint.state)) continue;
    for await (const [step] of audit.steps(checkpoint.seq - 1, () => {})) {
      if (step && step.fact.at < at) return checkpoint;
      break;
    }
  }
  return null;
}
