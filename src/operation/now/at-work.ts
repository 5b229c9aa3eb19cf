import type { Operation } from "../operation.ts";

/** An operation that runs, with what is seen of it from outside. */
export interface AtWork {
  readonly operation: Operation;
  /** Epoch ms on the clock that it lives by. */
  readonly now: number;
  /** Whether the exchange is connected. */
  readonly connected: boolean;
  /** Whether it lacks something without which nobody is offered anything. */
  readonly lacking: boolean;
}
