import type { ColumnNames } from "./csv/columns.ts";
import type { RecordedOutcome } from "./outcome-words.ts";
import type { DateOrder } from "./written-time.ts";

/** How a file is to be read, where it does not say so itself. */
export interface Reading {
  /**
   * Whether customers who were called back come as calls of their own, from when they stood in the queue (or, where a table tells no more, when an
   * agent joined them): to know who kept an agent when. Left out: a return call is no call of a customer.
   */
  readonly returnCalls?: boolean;
  readonly columns?: ColumnNames;
  readonly dates?: DateOrder;
  /** One character. */
  readonly separator?: string;
  /** What further words for outcomes mean, as `plainWord` has them; rows of `skip` are no calls. */
  readonly outcomes?: ReadonlyMap<string, RecordedOutcome | "skip">;
}
