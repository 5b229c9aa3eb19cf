import type { SkillId } from "../../line/ids.ts";
import type { DecisionRow, OrderRow, RowValues } from "../rows/projection.ts";
import type { SmartWaitCounts } from "./questions.ts";
import type { Run, Step } from "./run.ts";

/** A run as of one moment, for `verify`: what it reads belongs together, whatever is appended meanwhile. */
export interface Audit {
  /** The run as of that moment. */
  readonly run: Run;
  /** Tells `onDamage` of each step that is not what was written, by its running hash. */
  steps(afterSeq: number, onDamage: (seq: number) => void): AsyncIterable<readonly Step[]>;
  /** The checkpoints and seals kept, newest first. */
  checkpoints(): Promise<KeptCheckpoint[]>;
  /** Rows of the run by id, without their keys; an id without a row is not in the answer. */
  rows(table: "calls" | "callbacks" | "attempts", ids: Iterable<string>): Promise<Map<string, RowValues>>;
  /** How many rows the run has. */
  rowTotals(): Promise<Record<"calls" | "callbacks" | "attempts" | "decisions" | "orders", number>>;
  /** Decisions of the steps from `fromSeq` to `toSeq`, both inclusive, in order. */
  decisions(fromSeq: number, toSeq: number): Promise<DecisionRow[]>;
  /** The same of supervisors' orders. */
  orders(fromSeq: number, toSeq: number): Promise<OrderRow[]>;
  /** At most `limit` wrong counts of the operation, of all its runs, in the blocks that touch the range. */
  wrongCounts(range: { from: number; to: number } | null, limit: number): Promise<WrongCount[]>;
  close(): Promise<void>;
}

/** State after a step, as `line/checkpoint.ts` writes it. */
export interface KeptCheckpoint {
  readonly seq: number;
  readonly state: string;
  /** Whether it is what was written, by its hash. */
  readonly isSound: boolean;
}

/** A count that differs from a recount of the operation's rows. */
export interface WrongCount {
  readonly level: "minute" | "hour" | "day";
  /** Epoch ms of the block's start. */
  readonly start: number;
  readonly skill: SkillId;
  readonly kept: Omit<SmartWaitCounts, "skill">;
  readonly counted: Omit<SmartWaitCounts, "skill">;
}
