import type { LoggedCall } from "../../history/call-log.ts";

/** Something that a recorded call did, with when (epoch ms). */
export interface RecordedStep {
  readonly at: number;
  readonly kind: "arrived" | "freed" | "gave-up" | "answered" | "freed-at-once";
  readonly call: LoggedCall;
}

/** Within a second calls arrive first, then agents come free, and then they take calls. */
const ORDER: readonly RecordedStep["kind"][] = ["arrived", "freed", "gave-up", "answered", "freed-at-once"];

/**
 * What recorded calls did, in order of time, in groups of one moment each: a log has whole seconds, and what happened first
 * within one is not known. Of equal steps the order is that of `calls`.
 */
export function* recordedMoments(calls: readonly LoggedCall[]): Generator<readonly RecordedStep[]> {
  const steps = calls
    .flatMap(stepsOf)
    .sort((one, other) => one.at - other.at || ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  for (let from = 0; from < steps.length; ) {
    let to = from + 1;
    while (steps[to]?.at === steps[from]!.at) to++;
    yield steps.slice(from, to);
    from = to;
  }
}

function stepsOf(call: LoggedCall): RecordedStep[] {
  const left = call.arrivedAt + call.waitMs;
  const arrived: RecordedStep = { at: call.arrivedAt, kind: "arrived", call };
  if (call.outcome === "abandoned") return [arrived, { at: left, kind: "gave-up", call }];
  const handleMs = call.handleMs ?? 0;
  const freed = handleMs > 0 ? "freed" : "freed-at-once";
  return [arrived, { at: left, kind: "answered", call }, { at: left + handleMs, kind: freed, call }];
}
