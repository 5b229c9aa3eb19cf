import type { Run, Store } from "../journal/port.ts";
import type { Command } from "../line/commands.ts";
import type { AttemptFailure } from "../line/facts.ts";
import { mayDial } from "../line/hours/calling-hours.ts";
import { attemptIdOf } from "../line/ids.ts";
import { isAlive, type State } from "../line/state.ts";
import type { NumberRules } from "./numbers/number-rules.ts";
import type { People } from "./people.ts";

type Dial = Extract<Command, { type: "dial" }>;

/** What a number is looked at by before it is dialled. `now`: epoch ms, of the clock. */
export interface LookGiven {
  readonly store: Pick<Store, "diallingsOf">;
  readonly run: Run;
  readonly people: Pick<People, "numberOf">;
  readonly rules: NumberRules;
  readonly state: State;
  readonly now: () => number;
}

/** Whether it is still to be dialled: what was concluded after it in the same group may have taken it back. */
export function isWanted(state: State, { callback, attempt }: Dial): boolean {
  const open = state.callbacks.get(callback);
  return open !== undefined && isAlive(open.phase) && attemptIdOf(open.id, open.attempts) === attempt;
}

/** The last look before dialling, when the attempt is durable already: the number, or what keeps it from being dialled. */
export async function numberToDial(
  { person, callback }: Dial,
  { store, run, people, rules, state, now }: LookGiven,
): Promise<{ readonly number: string } | { readonly refused: AttemptFailure }> {
  const kept = await people.numberOf(person);
  // They were erased meanwhile, or nobody knows any more what their number is.
  if (kept === null) return { refused: "invalid" };
  const { verdict, number } = rules.judge(kept);
  if (verdict !== "dialable" || number === null) return { refused: "refused" };
  const { settings } = state;
  const open = state.callbacks.get(callback);
  // The hours in which people may be called ended while the decision to dial was being written.
  if (open && !mayDial(settings, open, now())) return { refused: "failed" };
  const dialled = await store.diallingsOf(run, number, now() - DAY_MS);
  return dialled > settings.limits.diallingsPerNumber ? { refused: "over-limit" } : { number };
}

const DAY_MS = 86_400_000;
