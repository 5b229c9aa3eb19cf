import type { SkillId } from "../../line/ids.ts";
import type { Operation } from "../operation.ts";

/** Of the calls of a skill that arrived since local midnight: how many count, and how many were answered within its target. */
export interface LevelToday {
  readonly answeredWithin: number;
  readonly offered: number;
}

/** An operation that runs, with what is seen of it from outside. */
export interface AtWork {
  readonly operation: Operation;
  /** Epoch ms on the clock that it lives by. */
  readonly now: number;
  /** Whether the exchange is connected. */
  readonly connected: boolean;
  /** Whether it lacks something without which nobody is offered anything. */
  readonly lacking: boolean;
  /** The level of the day so far; left out where nobody counts it. */
  readonly today?: (skill: SkillId) => LevelToday | null;
}
