import { USUAL_QUERY_MS } from "../limits/deadline.ts";

/** What one query of the compatible API may cost. */
export interface QueryLimits {
  /** Records of one answer. */
  readonly rows: number;
  /** Of one answer's body. */
  readonly bytes: number;
  /** How long a request waits for others of its token to end, ms; then it is refused. */
  readonly turnMs: number;
  /** Until the answer begins, ms; then the query is stopped. */
  readonly queryMs: number;
  /** Until a client has taken the whole answer, ms; then its connection is cut. */
  readonly deliveryMs: number;
}

export const usualLimits: QueryLimits = {
  rows: 60_000,
  bytes: 256 * 1024 * 1024,
  turnMs: 5_000,
  queryMs: USUAL_QUERY_MS,
  deliveryMs: 300_000,
};
