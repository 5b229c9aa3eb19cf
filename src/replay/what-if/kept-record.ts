import type { LoggedCall } from "../../history/call-log.ts";
import type { LiftCallRow } from "../../journal/lift.ts";
import type { SkillId } from "../../line/ids.ts";
import { usualWillingness, type Willingness } from "../centre/centre-day.ts";
import type { Recording } from "./record.ts";

/** Fewer people who were asked say little of how many say yes. */
const LEAST_ASKED = 100;

/**
 * The calls of an operation's journal as a recording, each from when it stood in the queue: nobody was kept from an agent while the
 * question was asked. Customers who were called back count as callers who came when they had confirmed, and those who were not reached as
 * callers who gave up when they said yes: taken as waits from their arrival, these would make agents who were free look absent. What stood in the queue
 * at `until` (epoch ms) or later is left out.
 */
export function keptRecording(
  rows: readonly LiftCallRow[],
  nameOf: (skill: SkillId) => string,
  { timeZone, until }: { readonly timeZone: string; readonly until: number },
): Recording {
  const calls = rows
    .flatMap((row, index) => loggedCall(row, index + 1, nameOf) ?? [])
    .filter(({ arrivedAt }) => arrivedAt < until);
  const open = async () => [{ name: "", log: { rows: once(calls), digest: () => "" } }];
  return { open, timeZone, skipBad: false };
}

/** What the people of these calls did when they were asked; the usual where too few were. */
export function keptWillingness(rows: readonly LiftCallRow[]): Willingness {
  const asked = rows.filter(({ questionAt }) => questionAt !== null);
  if (asked.length < LEAST_ASKED) return usualWillingness;
  const yes = asked.filter(({ accepted }) => accepted === 1).length;
  return { ...usualWillingness, accepts: yes / asked.length };
}

/** `null`: it still waits. */
function loggedCall(
  { run, id, skill, answered, agent, handleMs, accepted, ...row }: LiftCallRow,
  line: number,
  nameOf: (skill: SkillId) => string,
): LoggedCall | null {
  const calledBackAt = accepted === 1 ? row.connectedAt : null;
  const overAt = calledBackAt ?? row.waitedUntil;
  if (overAt === null) return null;
  const isServed = calledBackAt !== null || (accepted === 0 && answered === 1);
  const stoodAt =
    calledBackAt === null ? (row.joinedAt ?? row.arrivedAt) : calledBackAt - (row.secondWaitMs ?? 0);
  const arrivedAt = Math.min(stoodAt, overAt);
  const callId = `${run} ${id}`;
  return {
    line,
    logId: callId,
    callId,
    arrivedAt,
    customer: null,
    skill: nameOf(skill),
    waitMs: overAt - arrivedAt,
    outcome: isServed ? "answered" : "abandoned",
    handleMs: isServed ? handleMs : null,
    agent: isServed ? agent : null,
  };
}

async function* once(calls: readonly LoggedCall[]) {
  yield calls;
}
