import type { SkillId } from "../line/ids.ts";

/** What the calls of one skill that arrived in one quarter of an hour ask of its agents. Times are sums, ms. */
export interface LoadSums {
  readonly skill: SkillId;
  /** Epoch ms. */
  readonly start: number;
  /** `answered` + `answeredByReturnCall` + `abandoned` + `open`, as `ServiceLevelCounts` has them. */
  readonly offered: number;
  readonly answered: number;
  readonly answeredByReturnCall: number;
  readonly abandoned: number;
  readonly open: number;
  /** Callers who hung up while they waited, and had not asked for a return call. */
  readonly hungUp: number;
  /** On the phone, of all whose wait is over: until the agent, the yes to a return call, or the end. */
  readonly waitMs: number;
  /** From the agent to the end of the conversation: of so many `handled`. */
  readonly handleMs: number;
  readonly handled: number;
}
