import type { Command } from "../../line/commands.ts";
import type { Event } from "../../line/events.ts";
import type { Fact } from "../../line/facts.ts";
import type { LocalMonth } from "../../time/local-month.ts";

/**
 * A run is one unbroken life of one core: its steps are numbered from 1 and its state begins empty. An operation
 * has one `live` run; `generated` days, and `imported` files of recorded calls, are runs of their own, so that
 * history may come in after the present without touching it. Reports show nothing of an imported run that is not
 * complete: a file becomes history whole or not at all.
 */
export interface Run {
  readonly operation: number;
  readonly id: number;
  readonly kind: "live" | "generated" | "imported";
  /** Unique in the operation: `live`, the generated day, or the digest of the imported file. */
  readonly name: string;
  /** The last durable step; 0 when there is none. */
  readonly lastSeq: number;
  /** Whether it will get no more steps. */
  readonly complete: boolean;
  /** The first step that is kept: those before it were archived, or kept long enough. */
  readonly firstSeq: number;
  /** When it began, epoch ms, once its first step is not kept any more; `null`: its first step says so. */
  readonly beganAt: number | null;
  /** In which its owner writes it. Left out by who is nobody's owner: then it is whichever it is in. */
  readonly epoch?: number;
}

/** One fact with all that followed from it. */
export interface Step {
  /** From 1, without gaps, in its run. */
  readonly seq: number;
  readonly fact: Fact;
  readonly events: readonly Event[];
  readonly commands: readonly Command[];
  readonly coreVersion: number;
  readonly settingsVersion: number;
}

/** The state at the end of a closed month of a live run: from it the run goes on without the steps before. */
export interface Seal {
  /** In the operation's zone. */
  readonly month: LocalMonth;
  /** The last step of the month. */
  readonly seq: number;
  /** As `line/checkpoint.ts` writes it. */
  readonly state: string;
}
