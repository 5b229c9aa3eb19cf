import { Fault } from "../faults/faults.ts";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { SupervisorOrder } from "../line/facts.ts";
import type { CallbackId, PersonId } from "../line/ids.ts";
import type { SkillSettings } from "../line/settings.ts";
import type { AtWork } from "../operation/now/at-work.ts";
import { type CallersNow, callersNow } from "../operation/now/callers-now.ts";
import { type SkillLineNow, skillLinesNow } from "../operation/now/line-now.ts";
import { waitReasonsNow } from "../operation/now/wait-reason.ts";
import type { WaitReason } from "../words/reasons/callback-reasons.ts";

export type OrderGiven = Omit<SupervisorOrder, "outdated">;

/** What identifies an operation wherever it runs. */
export type OperationId = Pick<OperationRecord, "id">;

/**
 * Asks an operation questions, and gives it orders, wherever it runs. Arguments and answers are plain data, so that it may run
 * in another thread or on another node. The answer to a question is `null` where the operation does not run.
 */
export interface Owner {
  /** The lines of these skills, one for each. */
  lines(operation: OperationId, skills: readonly SkillSettings[]): Promise<readonly SkillLineNow[] | null>;
  /** The callers who wait on the phone, at most `atMost` of each skill. */
  callers(operation: OperationId, atMost: number): Promise<readonly CallersNow[] | null>;
  /** Why each of these callbacks is not being called, or that it is. */
  waits(operation: OperationId, callbacks: readonly CallbackId[]): Promise<readonly WaitReason[] | null>;
  /**
   * The outcome of an order, once it is durable; refused when the callback changed after the version `asOf`. One that is given again, by
   * its name, is not carried out again: it has the outcome that it had. Fault: `operation-closed`.
   */
  order(operation: OperationId, order: OrderGiven, asOf: number): Promise<OrderOutcome>;
  /** Ends what was promised to a person, durably, if the operation runs. Fault: `operation-closed` when it is closed before that. */
  erased(operation: OperationId, person: PersonId): Promise<void>;
  /** Has an operation adopt the newest saved settings. One that does not run starts with them. */
  adopt(operation: OperationId): Promise<void>;
}

/**
 * The owner of operations that run in this thread; `atWork` gives `null` for one that does not run. `adopt` does what
 * `Owner.adopt` says; left out where settings do not change.
 */
export function ownerHere(
  atWork: (operation: OperationId) => AtWork | null,
  adopt: Owner["adopt"] = async () => {},
): Owner {
  return {
    lines: async (operation, skills) => {
      const at = atWork(operation);
      return at && skillLinesNow(at, skills);
    },
    callers: async (operation, atMost) => {
      const at = atWork(operation);
      return at && callersNow(at, atMost);
    },
    waits: async (operation, callbacks) => {
      const at = atWork(operation);
      return at && waitReasonsNow(at, callbacks);
    },
    order: async (operation, order, asOf) => {
      const at = atWork(operation);
      if (!at) throw new Fault("operation-closed");
      return at.operation.order(order, asOf);
    },
    erased: async (operation, person) => {
      await atWork(operation)?.operation.erased(person);
    },
    adopt,
  };
}

/** The owner where no operation runs: questions are answered from the journal alone. */
export const NOTHING_RUNS: Owner = ownerHere(() => null);
