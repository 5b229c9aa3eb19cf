import { CALL_BECAME, IS_RETURNED } from "../../definitions.ts";
import { runsLeftOut } from "../registry/runs.ts";

/**
 * A promise counts only if its latest time is within five minutes, or a quarter of the predicted wait, of when it was
 * expected: a wide promise buys no service level.
 */
export const QUOTE_IS_NARROW = `(callbacks.promised_until - callbacks.promised_from <= 300000
  OR callbacks.promised_until - callbacks.promised_from
    <= floor((callbacks.promised_from - callbacks.registered_at) / 4.0) + 1)`;

/**
 * SQL: `FROM` the calls that arrived in a range, with the callback that each asked for and the attempt that joined it. Where
 * an exchange used an id again, rows of the earlier call are recognised by their time. Binds `:operation`, `:from`, `:to`.
 */
export const ARRIVED_CALLS = `FROM calls
      LEFT JOIN callbacks ON calls.choice = 'yes' AND callbacks.operation = calls.operation
        AND callbacks.run = calls.run AND callbacks.id = calls.id AND callbacks.arrived_at = calls.arrived_at
      LEFT JOIN attempts AS joined ON ${IS_RETURNED} AND joined.operation = callbacks.operation
        AND joined.run = callbacks.run AND joined.id > callbacks.id || '~' AND joined.id < callbacks.id || '~~'
        AND joined.callback = callbacks.id AND joined.result = 'joined'
        AND joined.dialled_at >= callbacks.registered_at
      WHERE calls.operation = :operation AND calls.run NOT IN ${runsLeftOut(":operation")}
        AND calls.arrived_at >= :from AND calls.arrived_at < :to`;

/**
 * SQL: the calls that arrived in a range, counted by skill, each in exactly one of `answered`, `answeredByReturnCall`,
 * `open` and `abandoned`. Binds `:thresholdMs` besides.
 */
export const SERVICE_LEVELS = `
    SELECT skill, count(*) AS offered,
      count(*) FILTER (WHERE became = 'answered') AS answered,
      count(*) FILTER (WHERE became = 'returned') AS answeredByReturnCall,
      count(*) FILTER (WHERE became = 'abandoned') AS abandoned, count(*) FILTER (WHERE became = 'open') AS open,
      count(*) FILTER (WHERE became = 'abandoned' AND accepted) AS notReached,
      count(*) FILTER (WHERE accepted) AS accepted,
      count(*) FILTER (WHERE withAgentMs <= :thresholdMs) AS answeredWithinThreshold,
      count(*) FILTER (WHERE NOT accepted AND withAgentMs <= :thresholdMs) AS liveWithinThreshold,
      count(*) FILTER (WHERE CASE became WHEN 'answered' THEN withAgentMs <= :thresholdMs
        WHEN 'returned' THEN promiseMet END) AS promisesMet,
      coalesce(sum(CASE became WHEN 'answered' THEN withAgentMs END), 0) AS answerMs,
      coalesce(sum(CASE became WHEN 'returned' THEN withAgentMs END), 0) AS returnMs
    FROM (
      SELECT calls.skill, callbacks.id IS NOT NULL AS accepted, ${CALL_BECAME} AS became,
        coalesce(calls.answered_at, joined.joined_at) - calls.arrived_at AS withAgentMs,
        callbacks.first_dialled_at <= callbacks.promised_until AND ${QUOTE_IS_NARROW}
          AND joined.joined_at - coalesce(joined.confirmed_at, joined.in_line_at) <= :thresholdMs AS promiseMet
      ${ARRIVED_CALLS}) AS arrived
    GROUP BY skill ORDER BY skill`;
