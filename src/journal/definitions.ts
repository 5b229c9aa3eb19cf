import type { FinalStatus } from "../line/events.ts";

// What the counts of reports mean, once, above all stores. SQL is over the rows that every store keeps, and of the kind
// that all of them understand.

/** The counts of `diagram_2` that a callback can end in. */
export type EndCount = "recallOk" | "recallFail";

/** In which count a callback with a final status is; `null`: in neither, because the customer phoned in and was attended. */
export const countedAs: Readonly<Record<FinalStatus, EndCount | null>> = {
  OK: "recallOk",
  FAIL: "recallFail",
  "NO USER": "recallFail",
  "STOP NEW": null,
};

export function finalStatuses(): FinalStatus[] {
  return Object.keys(countedAs) as FinalStatus[];
}

/** The final statuses of the callbacks in a count. */
export function statusesOf(count: EndCount): FinalStatus[] {
  return finalStatuses().filter((status) => countedAs[status] === count);
}

/** SQL: whether a row of `callbacks` is in a count. */
export function isCountedAs(count: EndCount): string {
  return `callbacks.status IN (${statusesOf(count)
    .map((status) => `'${status}'`)
    .join(", ")})`;
}

/** SQL: whether an agent answered a row of `calls`, on the call itself. */
export const IS_ANSWERED_ITSELF =
  "(calls.answered_at IS NOT NULL OR coalesce(calls.outcome, '') = 'answered')";

/** SQL: whether the callback of a call reached an agent; the row of `callbacks` may be missing. */
export const IS_RETURNED = `coalesce(${isCountedAs("recallOk")}, false)`;

/** SQL: what became of a call. One that said yes and was answered on the phone after all needed no return call. */
export const CALL_BECAME = `CASE
  WHEN ${IS_ANSWERED_ITSELF} THEN 'answered'
  WHEN ${IS_RETURNED} THEN 'returned'
  WHEN callbacks.status = 'YES' OR calls.ended_at IS NULL THEN 'open'
  ELSE 'abandoned' END`;

/**
 * SQL: when the first attempt of a callback went out to the phones. One that a last look kept from them ended its callback:
 * it can only have been the first where it was the only one.
 */
export const CALLED_AT = `CASE WHEN callbacks.attempts = 1 AND callbacks.reason IN ('number-refused', 'over-limit') AND EXISTS (
    SELECT 1 FROM attempts AS only_one
    WHERE only_one.operation = callbacks.operation AND only_one.run = callbacks.run
      AND only_one.id = callbacks.id || '~1' AND only_one.result IN ('refused', 'over-limit'))
  THEN NULL ELSE callbacks.first_dialled_at END`;

/**
 * SQL: what became of the promise of a callback as of `:now`. Kept: the first attempt came in time. Not needed: the callback
 * ended before it was due, without an attempt.
 */
export const PROMISE = `CASE
  WHEN ${CALLED_AT} <= callbacks.promised_until THEN 'kept'
  WHEN coalesce(${CALLED_AT}, callbacks.ended_at, :now) > callbacks.promised_until THEN 'late'
  WHEN callbacks.ended_at IS NULL THEN 'pending'
  ELSE 'not-needed' END`;
