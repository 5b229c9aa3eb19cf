import type { LiftCallRow } from "../../journal/lift.ts";
import type { LiftCall, LiftCallback, Treatment } from "../lift-call.ts";

/** A call of an operation's journal as the measure sees it; `withinMs`: the time of its skill's target. */
export function recordedCall(row: LiftCallRow, withinMs: number): LiftCall {
  const { arrivedAt, questionAt, heldOutAt } = row;
  const eligibleAt = questionAt ?? heldOutAt;
  return {
    arrivedAt,
    customer: row.person,
    skill: String(row.skill),
    agent: row.agent,
    handleMs: handleMs(row),
    joinedAfterMs: joinedAfterMs(row),
    ringMs: ringMs(row),
    waitMs: Math.max(0, (row.waitedUntil ?? arrivedAt) - arrivedAt),
    answered: row.answered === 1,
    treatment: treatmentOf(row),
    eligibleAfterMs: eligibleAt === null ? 0 : Math.max(0, eligibleAt - arrivedAt),
    callback: row.accepted === 1 ? callbackOf(row, withinMs) : null,
  };
}

/** Who was passed on to another line joined that one when their first talk was over. */
function handleMs({ joinedAt, waitedUntil, handleMs }: LiftCallRow): number | null {
  const isPassedOn = joinedAt !== null && waitedUntil !== null && joinedAt > waitedUntil;
  return isPassedOn && handleMs !== null ? Math.min(handleMs, joinedAt - waitedUntil) : handleMs;
}

function ringMs({ rungAt, waitedUntil, answered, accepted }: LiftCallRow): number | null {
  if (answered !== 1 || accepted === 1 || rungAt === null || waitedUntil === null) return null;
  return rungAt <= waitedUntil ? waitedUntil - rungAt : null;
}

/** Who was passed on to another line joined that one after their answer: by then they had long been in theirs. */
function joinedAfterMs({ arrivedAt, joinedAt, waitedUntil }: LiftCallRow): number | null {
  if (joinedAt === null) return null;
  return joinedAt > (waitedUntil ?? joinedAt) ? 0 : Math.max(0, joinedAt - arrivedAt);
}

function treatmentOf({ accepted, questionAt, heldOutAt }: LiftCallRow): Treatment {
  if (accepted === 1) return "accepted";
  // Who was held out once and asked later is no longer one of those who never were.
  if (questionAt !== null) return "declined";
  return heldOutAt === null ? "not-eligible" : "held-out";
}

function callbackOf(row: LiftCallRow, withinMs: number): LiftCallback {
  const { arrivedAt, firstDialledAt, connectedAt, secondWaitMs, calledInTime } = row;
  const after = (at: number | null) => (at === null ? null : at - arrivedAt);
  return {
    firstDialMs: after(firstDialledAt),
    connectedMs: after(connectedAt),
    promiseKept:
      calledInTime === 1 && connectedAt !== null && secondWaitMs !== null && secondWaitMs <= withinMs,
  };
}
