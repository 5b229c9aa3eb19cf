import { CALL_BECAME } from "../../definitions.ts";
import { ARRIVED_CALLS } from "./service-levels.ts";
import { start } from "./smart-wait-sums.ts";

/** When the wait on the phone ended: by an agent, by saying yes to a return call, or with the call. */
export const WAITED_UNTIL = "coalesce(calls.answered_at, callbacks.registered_at, calls.ended_at)";

/** Recorded calls without a known handle time end with the agent's answer. */
export const HANDLE_MS = `nullif(CASE WHEN calls.answered_at IS NOT NULL THEN calls.ended_at - calls.answered_at
  ELSE joined.talk_ended_at - joined.joined_at END, 0)`;

/** SQL: the calls that arrived in a range as `LoadSums`, ascending by skill and time. Binds `:operation`, `:from`, `:to`. */
export const LOAD_SUMS = `
  SELECT skill, start, count(*) AS offered,
    count(*) FILTER (WHERE became = 'answered') AS answered,
    count(*) FILTER (WHERE became = 'returned') AS answeredByReturnCall,
    count(*) FILTER (WHERE became = 'abandoned') AS abandoned, count(*) FILTER (WHERE became = 'open') AS open,
    count(*) FILTER (WHERE hungUp) AS hungUp, coalesce(sum(waitMs), 0) AS waitMs,
    coalesce(sum(handleMs), 0) AS handleMs, count(handleMs) AS handled
  FROM (
    SELECT calls.skill, ${start("calls.arrived_at")} AS start, ${CALL_BECAME} AS became,
      coalesce(calls.outcome, '') = 'abandoned' AND callbacks.id IS NULL AS hungUp,
      ${WAITED_UNTIL} - calls.arrived_at AS waitMs, ${HANDLE_MS} AS handleMs
    ${ARRIVED_CALLS}) AS arrived
  GROUP BY skill, start ORDER BY skill, start`;
