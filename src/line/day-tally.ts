import type { PersonId } from "./ids.ts";
import type { Callback, DayTally, PersonDay } from "./state.ts";

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
    const his = personDay(today, person);
    his.registered++;
    if (otherNumber) his.keyed++;
  }
  if (by !== null) personDay(today, by).keyed++;
}

/** Remembers that he picked up on this local day. */
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

const NOTHING: Readonly<PersonDay> = { registered: 0, keyed: 0, answered: false };

function turnTo(today: DayTally, date: string): void {
  if (today.date === date) return;
  today.date = date;
  today.registered = 0;
  today.anonymous = 0;
  today.people.clear();
}

function personDay(today: DayTally, person: PersonId): PersonDay {
  let his = today.people.get(person);
  if (!his) {
    his = { ...NOTHING };
    today.people.set(person, his);
  }
  return his;
}
