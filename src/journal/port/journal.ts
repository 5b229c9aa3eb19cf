import type { OrderOutcome } from "../../line/events.ts";
import type { SupervisorOrder } from "../../line/facts.ts";
import type { CallId, SkillId } from "../../line/ids.ts";
import type { LocalMonth } from "../../time/local-month.ts";
import type { Changes } from "../rows/projection.ts";
import type { Audit } from "./audit.ts";
import type { NewPerson } from "./people.ts";
import type { Run, Seal, Step } from "./run.ts";

/** The runs of all operations, for those who write them and who replay them. Everything is durable when its promise is fulfilled. */
export interface Journal {
  /** Finds the run by name or makes it. */
  openRun(operation: number, wanted: { kind: Run["kind"]; name: string }): Promise<Run>;
  runs(operation: number): Promise<Run[]>;
  /**
   * Takes an incomplete generated or imported run out again, with all its rows. Refused for any other run (`run-kept`).
   * The people it brought stay until they are forgotten or erased: another run may have met them too.
   */
  dropRun(run: Run): Promise<void>;
  /**
   * Rejects with `journal-conflict`, and writes nothing, unless the first step follows the last durable one; with `not-owner` where
   * the run is in a newer epoch than `run.epoch`; and with `append-unknown` where nobody knows whether it landed.
   */
  append(run: Run, batch: Batch): Promise<void>;
  /**
   * Steps after `afterSeq`, in order, in chunks. Faults: `journal-damaged` at a step that is not what was written,
   * `steps-archived` where they are not kept any more.
   */
  steps(run: Run, afterSeq: number): AsyncIterable<readonly Step[]>;
  /** The newest checkpoint, or seal, that is what was written, or `null`. */
  checkpoint(run: Run): Promise<{ seq: number; state: string } | null>;
  /**
   * Deletes steps as `archive` moves them, at most `limit` each time; gives how many. 0 where there are none to delete, or
   * no month before `before` is sealed.
   */
  forgetSteps(run: Run, before: LocalMonth, limit: number): Promise<number>;
  /** What a supervisor's order finds there. */
  orderStanding(run: Run, order: Pick<SupervisorOrder, "order" | "callback">): Promise<OrderStanding>;
  audit(run: Run): Promise<Audit>;

  /** For each of these skills and moments, the ids of the calls that a run which was imported whole has there. */
  importedCallsAt(
    operation: number,
    moments: readonly Omit<CallLike, "id">[],
  ): Promise<readonly (readonly CallId[])[]>;
  /** For each of these, whether Espera saw a call of this id in that skill, within the hour. */
  haveLiveCalls(operation: number, calls: readonly CallLike[]): Promise<readonly boolean[]>;
}

/** What is durable of an order and its callback. */
export interface OrderStanding {
  /** What became of the order; `null`: it is not there. */
  readonly outcome: OrderOutcome | null;
  /** The last step that changed the callback; 0: the run has no such callback. */
  readonly changedAt: number;
}

/** What becomes durable together, or not at all. */
export interface Batch {
  readonly steps: readonly Step[];
  readonly changes: Changes;
  readonly people: readonly NewPerson[];
  /** State after the last step of the batch, as `line/checkpoint.ts` writes it. */
  readonly checkpoint?: string;
  /** Of the months that these steps closed. */
  readonly seals?: readonly Seal[];
  /** The run gets no more steps after these. */
  readonly completes?: boolean;
}

/** By what a recorded call may be known again. */
export interface CallLike {
  /** Of the log, or of the exchange. */
  readonly id: string;
  readonly skill: SkillId;
  /** Epoch ms. */
  readonly arrivedAt: number;
}
