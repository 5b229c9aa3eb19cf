import type { AgentStatus } from "../facts.ts";
import type { SkillId } from "../ids.ts";
import type { LineMember } from "./order/credits.ts";

/** Somebody in line. */
export interface WaitingCaller extends LineMember {
  /** Since when, epoch ms. */
  readonly since: number;
  /** Of a callback: the probability that the customer picks up when their turn comes. Left out of those on the phone. */
  readonly pickUp?: number;
}

/** An agent who is logged in. */
export interface AgentInView {
  readonly skills: readonly SkillId[];
  readonly status: AgentStatus;
  /** Since when, epoch ms. */
  readonly since: number;
}

/** The line of an operation as it stands: everybody who waits in any skill, in any order, and the agents. Both can be gone through more than once. */
export interface LineView {
  /** Epoch ms. */
  readonly at: number;
  readonly waiting: Iterable<WaitingCaller>;
  readonly agents: Iterable<AgentInView>;
}
