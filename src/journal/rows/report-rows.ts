import type { SkillId } from "../../line/ids.ts";
import type { RowFormat } from "./row-format.ts";

/** A half-open range of arrivals, epoch ms, and the group in which its calls are counted. */
export interface GroupedRange {
  readonly from: number;
  readonly to: number;
  readonly group: number;
}

/** Which calls are counted, and how. */
export interface CallSumsWanted {
  /** Short ones: a query is stopped between two of them. */
  readonly ranges: readonly GroupedRange[];
  /** Only of this skill, the one that the call came to; `null`: of every one. */
  readonly skill: SkillId | null;
  /** Calls answered within each of these are counted, ms. */
  readonly thresholdsMs: readonly number[];
  /** Whether it is counted too how many people called. */
  readonly callers?: boolean;
}

/**
 * Calls of one skill that arrived in the ranges of one group and are with an agent, over, or to be called back. Each is
 * answered, in the call itself or in a return call, or it is not. Times are sums, ms, over the calls for which they are known.
 */
export interface CallSums {
  readonly skill: SkillId;
  readonly group: number;
  readonly finished: number;
  readonly answered: number;
  /** People who called, each once; a caller who withheld their number counts once for each call. 0 where it was not asked for. */
  readonly callers: number;
  /** In the order of the thresholds. */
  readonly within: readonly number[];
  /** From arrival to the agent: of so many `answers`. */
  readonly answerMs: number;
  readonly answers: number;
  /** From arrival to the end of a call that was not answered: of so many `abandons`. */
  readonly abandonMs: number;
  readonly abandons: number;
  /** From the agent to the end of the conversation: of so many `handled`. */
  readonly handleMs: number;
  readonly handled: number;
}

/** Rows of calls that arrived from `from` (inclusive) to `to` (exclusive), epoch ms, in the order of arrival. */
export type RowsWanted = {
  readonly from: number;
  readonly to: number;
} & (
  | { readonly of: "treated-calls"; readonly format: RowFormat<keyof TreatedCall> }
  | {
      readonly of: "abandoned-calls" | "answered-calls";
      /** Only of this skill; `null`: of every one. */
      readonly skill: SkillId | null;
      readonly format: RowFormat<keyof FinishedCall>;
    }
);

/** A call to which the question was played. Times are epoch ms; `null`: not yet, or not known. */
export interface TreatedCall {
  readonly skill: SkillId;
  readonly arrivedAt: number;
  /** When its callback ended; where it has none, when the call did. */
  readonly endedAt: number | null;
  /** Of the caller; `null` where it was withheld, or the caller was erased. */
  readonly callerNumber: string | null;
  /** Of its callback, and what follows too: `null` where it has none. */
  readonly status: string | null;
  readonly attempts: number | null;
  readonly lastDialledAt: number | null;
  readonly numberToCall: string | null;
  /**
   * Of all its attempts, ms from somebody picking up, or the first that is known of it, to the phone's being down: for
   * one that is with an agent, or whose end after that is not known, to the agent's answer. `null` before the first.
   */
  readonly connectedMs: number | null;
}

/** A call that is with an agent, over, or to be called back; whether it was answered says what was asked for. */
export interface FinishedCall {
  readonly skill: SkillId;
  readonly id: string;
  readonly arrivedAt: number;
  /** Until an agent answered, or the end of a call that none answered, ms; `null`: not known. */
  readonly waitMs: number | null;
  /** `null` where it was withheld, or the caller was erased. */
  readonly callerNumber: string | null;
  /** Who answered. */
  readonly agent: string | null;
}

export interface RowLimits {
  readonly rows: number;
  /** Of the text in UTF-8, separators included. */
  readonly bytes: number;
}

/** Rows as text, or the limit that they exceed. */
export type WrittenRows = "too-many-rows" | "too-many-bytes" | RowText;

export interface RowText {
  readonly rows: number;
  /** Of all chunks together. */
  readonly bytes: number;
  /** UTF-8, rows separated by commas. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}
