/**
 * SQL: what became of a row of `attempts` after key 1. One that was given up and heard of again has an end before its
 * key.
 */
export const BECAME = `CASE
  WHEN attempts.confirmed_at IS NULL THEN NULL
  WHEN attempts.joined_at IS NOT NULL THEN 'answered'
  WHEN attempts.ended_at IS NULL OR attempts.ended_at < attempts.confirmed_at THEN 'under-way'
  WHEN attempts.result = 'hung-up' THEN 'hung-up'
  ELSE 'ended-otherwise' END`;

/** SQL: from key 1 to the agent's answer, or to hanging up, ms; NULL where it is not over, or its end is not known. */
export const SECOND_WAIT_MS = `CASE WHEN ${BECAME} IN ('answered', 'hung-up')
  THEN CASE WHEN coalesce(attempts.joined_at, attempts.ended_at) > attempts.confirmed_at
    THEN coalesce(attempts.joined_at, attempts.ended_at) - attempts.confirmed_at ELSE 0 END END`;
