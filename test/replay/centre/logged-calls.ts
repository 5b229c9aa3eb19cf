import type { LoggedCall } from "../../../src/history/call-log.ts";

/** A recorded call, answered by `ana` at once unless it is said otherwise; times in seconds from 0. */
export function logged(
  id: string,
  at: number,
  more: Partial<Omit<LoggedCall, "waitMs" | "handleMs">> & {
    readonly waitS?: number;
    readonly handleS?: number;
  } = {},
): LoggedCall {
  const { waitS = 0, handleS = 60, ...rest } = more;
  const outcome = rest.outcome ?? "answered";
  return {
    line: 1,
    logId: id,
    callId: id,
    arrivedAt: at * 1_000,
    customer: id,
    skill: "sales",
    waitMs: waitS * 1_000,
    outcome,
    handleMs: outcome === "answered" ? handleS * 1_000 : null,
    agent: outcome === "answered" ? "ana" : null,
    ...rest,
  };
}
