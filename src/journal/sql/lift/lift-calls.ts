import { HANDLE_MS, WAITED_UNTIL } from "../questions/load-sums.ts";
import { ARRIVED_CALLS, QUOTE_IS_NARROW } from "../questions/service-levels.ts";

/** SQL: the calls that arrived in a range as `LiftCallRow`, in order of arrival. Binds `:operation`, `:from`, `:to`. */
export const LIFT_CALLS = `
  SELECT run, id, skill, person, arrivedAt, waitedUntil, joinedAt, rungAt, answered, agent, handleMs, questionAt, heldOutAt,
    accepted AND NOT answeredLive AS accepted, firstDialledAt, connectedAt, secondWaitMs, calledInTime
  FROM (
    SELECT calls.run, calls.id, calls.skill, calls.person, calls.arrived_at AS arrivedAt, ${WAITED_UNTIL} AS waitedUntil,
      calls.joined_at AS joinedAt, calls.rung_at AS rungAt,
      calls.answered_at IS NOT NULL OR coalesce(calls.outcome, '') = 'answered' AS answeredLive,
      calls.answered_at IS NOT NULL OR coalesce(calls.outcome, '') = 'answered' OR joined.joined_at IS NOT NULL AS answered,
      coalesce(calls.agent, joined.agent) AS agent, ${HANDLE_MS} AS handleMs, calls.question_at AS questionAt,
      CASE WHEN calls.held_out IS NOT NULL THEN coalesce((
        SELECT min(at) FROM decisions WHERE decisions.operation = calls.operation AND decisions.run = calls.run
          AND decisions.subject = calls.id AND reason = 'held-out'), calls.arrived_at) END AS heldOutAt,
      callbacks.id IS NOT NULL AS accepted, callbacks.first_dialled_at AS firstDialledAt,
      joined.joined_at AS connectedAt,
      joined.joined_at - coalesce(joined.confirmed_at, joined.in_line_at) AS secondWaitMs,
      coalesce(callbacks.first_dialled_at <= callbacks.promised_until AND ${QUOTE_IS_NARROW}, false) AS calledInTime
    ${ARRIVED_CALLS}) AS arrived
  ORDER BY arrivedAt, run, id`;
