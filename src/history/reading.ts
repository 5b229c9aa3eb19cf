import type { ColumnNames } from "./csv/columns.ts";
import type { RecordedOutcome } from "./outcome-words.ts";
import type { DateOrder } from "./written-time.ts";

/** How a file is to be read, where it does not say so itself. */
export interface Reading {
  readonly columns?: ColumnNames;
  readonly dates?: DateOrder;
  /** One character. */
  readonly separator?: string;
  /** What further words for outcomes mean, as `plainWord` has them; rows of `skip` are no calls. */
  readonly outcomes?: ReadonlyMap<string, RecordedOutcome | "skip">;
}
