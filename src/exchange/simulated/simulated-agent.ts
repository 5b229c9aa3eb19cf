import type { AgentId, SkillId } from "../../line/ids.ts";

/** From logging in to logging out, epoch ms. */
export interface Shift {
  readonly from: number;
  readonly to: number;
}

/** An agent takes no calls for so long, from `at` (epoch ms) or from the end of the call that they are in then. */
export interface Break {
  readonly at: number;
  readonly lastsMs: number;
}

export interface SimulatedAgent {
  readonly id: AgentId;
  /** The first they are for; callers of the others get them only when the ones before do not need them. */
  readonly skills: readonly SkillId[];
  /** From the end of a call until they take the next. */
  readonly wrapUpMs: number;
  /** Ascending and apart; may be endless. */
  readonly shifts: Iterable<Shift>;
  /** The share of their calls in which they pause, for so long on average; left out: none. */
  readonly pauses?: { readonly share: number; readonly meanMs: number };
  /** Ascending, within shifts; left out: none. */
  readonly breaks?: Iterable<Break>;
}
