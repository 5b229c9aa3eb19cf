import type { AttemptId, CallbackId, CallId, PersonId, SkillId } from "../ids.ts";
import { type Call, type Callback, isAlive, type State } from "../state.ts";

/** The open callback of a person in a skill; there is at most one. */
export function openCallbackOf(state: State, person: PersonId | null, skill: SkillId): Callback | undefined {
  return find(state.callbacksOf, state.callbacks, person, skill);
}

/** The open callbacks of a person, in all skills, and those that they asked for at another number. */
export function callbacksOf(state: State, person: PersonId | null): readonly CallbackId[] {
  return (person === null ? undefined : state.callbacksOf.get(person)) ?? [];
}

/** A call by which a person is on the phone to a skill now, also the one that is still being thanked. */
function openCallOf(state: State, person: PersonId | null, skill: SkillId): Call | undefined {
  return find(state.callsOf, state.calls, person, skill);
}

/** The call that facts of this one are about: itself, or the one in whose place it was put through. */
export function visitOf(state: State, id: CallId | AttemptId): CallId | AttemptId {
  return state.standIns.get(id) ?? id;
}

/** A call by which the person of a callback, or who registered it, is on the phone to its skill now. */
export function ownCallOf(state: State, { id, person, by, shared, skill }: Callback): Call | undefined {
  const asking = state.calls.get(id);
  if (asking) return asking;
  return (shared ? undefined : openCallOf(state, person, skill)) ?? openCallOf(state, by, skill);
}

/**
 * Whether the person of a callback is on the phone to another skill now, or being called back by one: they have one
 * phone, and it rings for one thing at a time.
 */
export function isOnLineElsewhere(state: State, { id, person, shared }: Callback): boolean {
  if (shared) return false;
  if (state.callsOf.has(person)) return true;
  return (state.callbacksOf.get(person) ?? []).some((other) => {
    const callback = state.callbacks.get(other);
    return (
      callback !== undefined && callback.id !== id && callback.person === person && isAlive(callback.phase)
    );
  });
}

function find<T extends { readonly skill: SkillId }>(
  lists: ReadonlyMap<PersonId, readonly string[]>,
  records: ReadonlyMap<string, T>,
  person: PersonId | null,
  skill: SkillId,
): T | undefined {
  if (person === null) return undefined;
  for (const id of lists.get(person) ?? []) {
    const record = records.get(id);
    if (record?.skill === skill) return record;
  }
  return undefined;
}
