import type { PersonId } from "../ids.ts";
import type { Callback, DayTally, PersonDay } from "../state.ts";

/** Counts a callback on its local day. */
export function noteRegistered(
  today: DayTally,
  date: string,
  { person, by, otherNumber }: Pick<Callback, "person" | "by" | "otherNumber">,
  duplicate: boolean,
): void {
  turnTo(today, date);
  today.registered++;
  if (otherNumber && by === null) today.anonymous++;
  // Nobody uses up what others may ask for at their own numbers.
  if (!duplicate) {
    const theirs = personDay(today, person);
    theirs.registered++;
    if (otherNumber) theirs.keyed++;
  }
  if (by !== null) personDay(today, by).keyed++;
}

/** Counts a caller who would have been asked on this local day, were the skill not in shadow. */
export function noteShadowed(today: DayTally, date: string): void {
  turnTo(today, date);
  today.shadowed++;
}

/** Remembers that they picked up on this local day. */
export function noteAnswered(today: DayTally, date: string, person: PersonId): void {
  turnTo(today, date);
  personDay(today, person).answered = true;
}

/** What was done on a local day; nothing on a day that is not the one that was counted last. */
export function tallyOf(
  today: DayTally,
  date: string,
): Pick<DayTally, "registered" | "anonymous"> & { of(person: PersonId): Readonly<PersonDay> } {
  const same = today.date === date;
  return {
    registered: same ? today.registered : 0,
    anonymous: same ? today.anonymous : 0,
    of: (person) => (same && today.people.get(person)) || NOTHING,
  };
}

/**
 * How many callbacks are usual on a day: the median over the last `DAYS_KEPT` days that had one, the present one left out.
 * A few days on which somebody floods the line do not change it. `null`: no such day is known.
 */
export function usualDay(today: DayTally, date: string): number | null {
  const known = (today.date === date ? today.before : daysWith(today)).toSorted((a, b) => a - b);
  const middle = known.length / 2;
  return known.length === 0 ? null : (known[Math.ceil(middle) - 1]! + known[Math.floor(middle)]!) / 2;
}

/** Four weeks. */
const DAYS_KEPT = 28;

/** The days before the next one: those that are known, and the one that was counted last if it had any. */
function daysWith({ before, registered, shadowed }: DayTally): readonly number[] {
  const count = registered + shadowed;
  return count === 0 ? before : [...before, count].slice(-DAYS_KEPT);
}

const NOTHING: Readonly<PersonDay> = { registered: 0, keyed: 0, answered: false };

function turnTo(today: DayTally, date: string): void {
  if (today.date === date) return;
  today.before = daysWith(today);
  today.date = date;
  today.registered = 0;
  today.shadowed = 0;
  today.anonymous = 0;
  today.people.clear();
}

function personDay(today: DayTally, person: PersonId): PersonDay {
  let theirs = today.people.get(person);
  if (!theirs) {
    theirs = { ...NOTHING };
    today.people.set(person, theirs);
  }
  return theirs;
}
