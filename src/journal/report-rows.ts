import type { SkillId } from "../line/ids.ts";

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
 * answered, in the call itself or in a return call, or it is not. Times are sums, ms, of the calls of which they are known.
 */
export interface CallSums {
  readonly skill: SkillId;
  readonly group: number;
  readonly finished: number;
  readonly answered: number;
  /** People who called, each once; whoever withheld their number is one for each call. 0 where it was not asked for. */
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

/** Rows in the order of arrival. Ranges are short, follow each other, and a query is stopped between two of them. */
export type RowsWanted =
  | { readonly of: "treated-calls"; readonly ranges: readonly GroupedRange[] }
  | {
      readonly of: "abandoned-calls" | "answered-calls";
      readonly ranges: readonly GroupedRange[];
      /** Only of this skill; `null`: of every one. */
      readonly skill: SkillId | null;
    };

/** A call to which the question was played. Times are epoch ms; `null`: not yet, or not known. */
export type TreatedCall = readonly [
  skill: SkillId,
  arrivedAt: number,
  /** When the call itself ended. */
  callEndedAt: number | null,
  /** Of the caller; `null` where he withheld it or was erased. */
  callerNumber: string | null,
  /** Of its callback, and what follows too: `null` where it has none. */
  status: string | null,
  attempts: number | null,
  lastDialledAt: number | null,
  callbackEndedAt: number | null,
  numberToCall: string | null,
  /**
   * Of all its attempts, ms from somebody picking up, or the first that is known of his having done so, to the phone's
   * being down: for one that is with an agent, or whose end after that is not known, to the agent's answer.
   */
  connectedMs: number | null,
];

/** A call that is with an agent, over, or to be called back; whether it was answered says what was asked for. */
export type FinishedCall = readonly [
  skill: SkillId,
  id: string,
  arrivedAt: number,
  /** Until an agent answered, or the end of a call that none answered, ms; `null`: not known. */
  waitMs: number | null,
  /** `null` where it was withheld, or the caller was erased. */
  callerNumber: string | null,
  /** The one who answered. */
  agent: string | null,
];

/**
 * How rows become text: a module, by its address, whose `writerOf(options)` gives a `RowWriter`. An address, because
 * rows are written in another thread.
 */
export interface RowFormat {
  readonly module: string;
  /** Anything that can be sent to a thread. */
  readonly options: unknown;
}

/** Gives one row's text. */
export type RowWriter<Row> = (row: Row) => string;

export interface RowLimits {
  readonly rows: number;
  /** Of the text in UTF-8, separators included. */
  readonly bytes: number;
}

export type WrittenRows =
  | { readonly outcome: "too-many-rows" | "too-many-bytes" }
  | {
      readonly outcome: "written";
      readonly rows: number;
      /** Of all chunks together. */
      readonly bytes: number;
      /** UTF-8, rows separated by commas. To be taken once, and to the end or returned from. */
      readonly chunks: AsyncIterable<Uint8Array>;
    };
