import type { OperationView } from "../../api/live-view.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { SkillId } from "../../line/ids.ts";
import type { LevelToday } from "../../operation/now/at-work.ts";
import type { Operation } from "../../operation/operation.ts";
import type { Recordings } from "../../operation/people/recordings.ts";
import type { WantedOfOperation } from "./current-settings.ts";

/** An operation of a running server. */
export interface RunningOperation {
  readonly record: OperationRecord;
  /** Epoch ms on the clock that it lives by. */
  readonly now: () => number;
  /** What it still lacks, a sentence; `null` when it does its work. */
  readonly lacking: string | null;
  /** The operation itself, for the code that gives it orders; `null` while its journal keeps it closed. */
  readonly running: Operation | null;
  /** Where recorded names are; left out where none are. */
  readonly recordings?: Recordings;
  /** What calls go without although it does its work, a sentence; left out where nothing can be. */
  readonly degraded?: string | null;
  /** That the ceiling of a day's callbacks is reached, a sentence; `null`: it is not. */
  readonly ceilingReached?: string | null;
  view(): OperationView;
  /** The level of the day so far; left out where nobody counts it. */
  today?(skill: SkillId): LevelToday;
  /** Begins what may come after the API is open. */
  fillInThePast(): void;
  /** Goes on by other settings, as a new version when they say something else. */
  adopt(wanted: WantedOfOperation): Promise<void>;
  stop(): Promise<void>;
}
