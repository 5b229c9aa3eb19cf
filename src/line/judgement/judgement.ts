import type { OfferReason } from "../events.ts";
import type { CallId } from "../ids.ts";
import type { LearnedLine } from "../learning/learned-line.ts";
import type { LineView } from "../learning/line-view.ts";
import type { LineMember } from "../learning/order/credits.ts";
import type { SkillSettings } from "../settings.ts";
import type { PredictedWait } from "./predicted-wait.ts";

/** What a judgement sees of a line when it is asked about one of its callers. */
export interface CallerView {
  /** Everybody who stands before the caller's place: on the phone, waiting to be called back, or being called back. */
  readonly ahead: number;
  readonly freeAgents: number;
  /** Recent answers of the skill per ms; `null`: too few to say. */
  readonly answersPerMs: number | null;
  /** How many answers that rate stands on, old ones for less than one. */
  readonly answers: number;
  readonly call: CallId;
  readonly caller: LineMember;
  /** The line of all skills, without the caller, and the agents. */
  readonly line: LineView;
  /** What was learned of that line. */
  readonly learned: LearnedLine;
}

/** What a judgement sees of a skill when a callback's turn has come. */
export interface PacingView {
  /** Agents who are free and not claimed by an attempt of another skill. */
  readonly freeAgents: number;
  /**
   * How many busy agents will have come free, as a mean, by the time that the customer who is dialled now has confirmed, without
   * those claimed by an attempt of another skill. 0 while too little is known of how long they talk.
   */
  readonly expectedReleases: number;
  /** How sure it must be that an agent is there then, above 0 and below 1. */
  readonly kappa: number;
}

/** Whether a caller is worth asking, and why. */
export interface OfferJudged {
  readonly offer: boolean;
  readonly reason: OfferReason;
}

/**
 * Three answers about a line that a better mind gives better. All are pure. The rules stand around them: whatever a
 * judgement answers, modes, hours, limits, the hold-out and promises hold.
 */
export interface Judgement {
  /** How long the caller will wait from now; `null`: nobody can tell. */
  readonly predict: (view: CallerView) => PredictedWait | null;
  /** Whether the caller, with this predicted wait, is worth asking. */
  readonly offer: (view: CallerView, wait: PredictedWait | null, skill: SkillSettings) => OfferJudged;
  /**
   * How many attempts of a skill may be alive that have no agent yet, return calls that wait in the queue included. 0: nobody
   * is dialled.
   */
  readonly pace: (view: PacingView) => number;
}
