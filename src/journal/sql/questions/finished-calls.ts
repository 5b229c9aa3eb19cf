import { IS_ANSWERED_ITSELF, IS_RETURNED } from "../../definitions.ts";
import { RUNS_LEFT_OUT } from "../registry/runs.ts";

/** When an agent answered: in the call itself, or in the return call that it led to. */
const ANSWERED_AT = `coalesce(calls.answered_at, CASE WHEN ${IS_RETURNED} THEN callbacks.ended_at END)`;
const IS_ANSWERED = `(${IS_ANSWERED_ITSELF} OR ${IS_RETURNED})`;

/**
 * SQL: the calls that are with an agent, over, or to be called back, each once, with what became of them: answered by an
 * agent, in the call or in its return call, or not. Bound: the operation, twice, the skill where only one is wanted, and
 * the arrivals from (inclusive) and to (exclusive).
 *
 * Times are ms, `null` where they are not known: `answer_ms` from arrival to the agent, `abandon_ms` from arrival to the
 * end of a call that was not answered, `handle_ms` from the agent to the end of the conversation.
 */
export function finishedCalls(ofOneSkill: boolean): string {
  // A callback is looked up only for a call that was not answered itself. An attempt's id is its callback's with its
  // number after it. Where an exchange used an id again, rows of the earlier call are recognised by their time.
  return `
    SELECT calls.operation, calls.run, calls.id, calls.skill, calls.person, calls.arrived_at,
      ${IS_ANSWERED} AS answered,
      coalesce(calls.agent, attempts.agent) AS agent,
      ${ANSWERED_AT} - calls.arrived_at AS answer_ms,
      CASE WHEN NOT ${IS_ANSWERED} AND calls.outcome <> 'lost' THEN calls.ended_at - calls.arrived_at END AS abandon_ms,
      CASE WHEN calls.answered_at IS NULL THEN attempts.talk_ended_at ELSE calls.ended_at END
        - ${ANSWERED_AT} AS handle_ms
    FROM calls
    LEFT JOIN callbacks ON callbacks.operation = calls.operation AND callbacks.run = calls.run
      AND callbacks.id = CASE WHEN calls.answered_at IS NULL THEN calls.id END
      AND callbacks.arrived_at = calls.arrived_at
    LEFT JOIN attempts ON ${IS_RETURNED} AND attempts.operation = callbacks.operation
      AND attempts.run = callbacks.run AND attempts.id > callbacks.id || '~' AND attempts.id < callbacks.id || '~~'
      AND attempts.callback = callbacks.id AND attempts.result = 'joined'
      AND attempts.dialled_at >= callbacks.registered_at
    WHERE calls.operation = ? AND calls.run NOT IN ${RUNS_LEFT_OUT} ${ofOneSkill ? "AND calls.skill = ?" : ""}
      AND calls.arrived_at >= ? AND calls.arrived_at < ?
      AND (calls.outcome IS NOT NULL OR calls.answered_at IS NOT NULL OR callbacks.id IS NOT NULL)`;
}
