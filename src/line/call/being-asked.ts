import type { PersonId } from "../ids.ts";
import type { Call, State } from "../state.ts";

/** Whether a call is being asked, or is ordered to be. */
function isInDialogue({ phase }: Pick<Call, "phase">): boolean {
  return phase === "offering" || phase === "asked" || phase === "withdrawing";
}

/**
 * Whether a call may be hearing the question it was ordered to be asked: also once it was given up that it would be taken out of
 * the queue, and where an agent seems to be rung for it and nobody reported that this agent did not take it.
 */
export function mayBeAsked(call: Pick<Call, "phase" | "unheard">): boolean {
  return isInDialogue(call) || (call.unheard && (call.phase === "waiting" || call.phase === "ringing"));
}

/**
 * The other calls that are being asked now: each may say yes, so each counts as if it had where a limit decides who is
 * asked. They are few, whatever waits.
 */
export function othersBeingAsked(state: State, call: Call): Call[] {
  const others: Call[] = [];
  for (const phase of ["offering", "asked", "withdrawing"] as const)
    for (const id of state.callPhases.get(phase)!.keys())
      if (id !== call.id) others.push(state.calls.get(id)!);
  return others;
}

/** The person that a call would have called if it said yes now: the number that it keyed, or its own. */
export function wouldBeCalled({ callee, person }: Call): PersonId | null {
  return callee ? callee.person : person;
}
