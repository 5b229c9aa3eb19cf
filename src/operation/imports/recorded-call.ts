import type { LoggedCall } from "../../history/call-log.ts";
import type { RecordedCall } from "../../line/facts.ts";
import type { SkillId } from "../../line/ids.ts";
import { keptId } from "./known-calls.ts";

/** A row of a file as the core takes it; `digest`: of the file. */
export function recordedOf(
  row: LoggedCall,
  digest: string,
  skill: SkillId,
  person: RecordedCall["person"],
): RecordedCall {
  return {
    call: keptId(digest, row.callId),
    skill,
    person,
    arrivedAt: row.arrivedAt,
    waitMs: row.waitMs,
    outcome: row.outcome,
    handleMs: row.handleMs,
    agent: row.agent,
  };
}

/** Whether both are the same row of the same file. */
export function isSameCall(one: RecordedCall | null, other: RecordedCall): boolean {
  return one?.call === other.call && one.arrivedAt === other.arrivedAt && one.skill === other.skill;
}
