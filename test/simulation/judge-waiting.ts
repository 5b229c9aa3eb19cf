import { type Complain, countBy, type Evidence } from "./evidence.ts";

const PROMPT_MS = 1_000;

/** 6. Nothing waits for ever. */
export function judgeWaiting(evidence: Evidence, complain: Complain): void {
  for (const what of evidence.centre.open) complain(6, `${what} is open long after everything`);
  const arrived = countBy(evidence.events("call-arrived"), ({ call }) => call);
  const closed = countBy(evidence.events("call-closed"), ({ call }) => call);
  // A call that a deadline closed and that is heard of again is opened again.
  const reopened = countBy(evidence.events("call-reopened"), ({ call }) => call);
  for (const [call, times] of arrived) {
    const opened = times + (reopened.get(call) ?? 0);
    if (times !== 1 || closed.get(call) !== opened)
      complain(6, `${call} was opened ${opened} times and closed ${closed.get(call) ?? 0} times`);
  }
  judgePromptness(evidence, complain);
}

/**
 * Where every report comes and the disk is well, nothing waits for a deadline: what is over is known to be over
 * once Espera is there, a crash in between or not.
 */
function judgePromptness(evidence: Evidence, complain: Complain): void {
  const { chronicle, scenario } = evidence;
  const { slowDisk, refusals } = scenario.faults;
  if (!evidence.reportsSound || evidence.clockWrongMs > 0 || slowDisk || refusals > 0) return;
  const late = (overAt: number, knownAt: number) =>
    chronicle.connections.some(
      ({ from, until }) => Math.min(until, knownAt) - Math.max(from, overAt) > PROMPT_MS,
    );
  const known = new Set(evidence.events("call-arrived").map(({ call }) => call));
  for (const { call, what, at } of chronicle.hearings)
    if (what.what === "queue-music" && chronicle.callers.has(call) && !known.has(call))
      if (late(at, chronicle.ends.get(call)!))
        complain(6, `${call} was in a queue while Espera was there, and it never knew`);
  for (const { call, seq } of evidence.events("call-closed"))
    if (late(chronicle.ends.get(call)!, chronicle.durableAt(seq).at))
      complain(6, `${call} was over long before Espera knew`);
  const dialledAt = new Map(
    evidence.events("attempt-dialled").map(({ attempt, seq }) => [attempt, chronicle.durableAt(seq).at]),
  );
  for (const { attempt, seq, result } of evidence.events("attempt-ended"))
    if (
      result !== "joined" &&
      late(chronicle.ends.get(attempt) ?? dialledAt.get(attempt)!, chronicle.durableAt(seq).at)
    )
      complain(6, `${attempt} was over long before Espera knew`);
}
