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
  /** Abandons before this are counted apart, ms. */
  readonly shortAbandonMs: number;
}

/** Calls of one skill that arrived in the ranges of one group. Times are sums, ms. */
export interface CallSums {
  readonly skill: SkillId;
  readonly group: number;
  readonly arrived: number;
  readonly answered: number;
  readonly abandoned: number;
  /** Of the abandoned. */
  readonly abandonedShort: number;
  /** In the order of the thresholds. */
  readonly within: readonly number[];
  /** From arrival to answer, of the answered. */
  readonly answerMs: number;
  /** From arrival to the end, of the abandoned. */
  readonly abandonMs: number;
  /** From answer to end, of the answered that ended: they are `handled`. */
  readonly handleMs: number;
  readonly handled: number;
}

/** Rows in the order of arrival. Ranges are short, follow each other, and a query is stopped between two of them. */
export type RowsWanted =
  | { readonly of: "treated-calls"; readonly ranges: readonly GroupedRange[] }
  | {
      readonly of: "abandoned-calls";
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

/** A call that hung up before an agent answered. */
export type AbandonedCall = readonly [
  skill: SkillId,
  id: string,
  arrivedAt: number,
  endedAt: number | null,
  callerNumber: string | null,
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
