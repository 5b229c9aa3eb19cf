/** What one query of the compatible API may cost. */
export interface QueryLimits {
  /** Records of one answer. */
  readonly rows: number;
  /** Of one answer's body. */
  readonly bytes: number;
  /** Until the answer begins, ms; then the query is stopped. */
  readonly queryMs: number;
  /** Until a client has taken the whole answer, ms; then its connection is cut. */
  readonly deliveryMs: number;
}

export const usualLimits: QueryLimits = {
  rows: 60_000,
  bytes: 256 * 1024 * 1024,
  queryMs: 60_000,
  deliveryMs: 300_000,
};

/** Requests a day that each licence of an operation gives to all its tokens together. */
export const REQUESTS_PER_LICENCE = 1_000;
/** Where nobody said how many licences there are. */
export const USUAL_LICENCES = 10;

/** Records that may be sent up in one request. */
export const MOST_RECORDS_UP = 10_000;
