import type { KeptPeople } from "../../journal/port/people.ts";
import type { ReadModels } from "../../journal/port/questions.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import { membersOfKind } from "../../journal/rows/callback-members.ts";
import type { PersonData } from "../../journal/stories.ts";
import type { PersonId } from "../../line/ids.ts";
import { NumberRules, type NumberSettings } from "../number-rules.ts";
import { hashNumber } from "./people.ts";
import type { Recordings } from "./recordings.ts";

export interface PersonalDataGiven {
  readonly store: Pick<KeptPeople, "personsOf" | "erasePeople" | "keepOutOfImports" | "markNamesDeleted">;
  readonly readModels: Pick<ReadModels, "person">;
  readonly record: OperationRecord;
  readonly settings: NumberSettings;
}

/** All that an operation holds of the people who have a number. Times are ISO 8601 in the operation's zone. */
export interface PersonExport {
  readonly operation: string;
  readonly timeZone: string;
  /** More than one where history has the number written otherwise. */
  readonly held: readonly WithTimesAsText<PersonData>[];
}

/** The same with text where a time was. */
type WithTimesAsText<T> = { readonly [key in keyof T]: unknown };

export interface Erased {
  /** How many times the number was kept; 0 when nobody is known by it. */
  readonly people: number;
  readonly names: number;
  /** No file of the journal holds the number any more; see `Store.erasePeople`. */
  readonly clean: boolean | null;
}

/** `null` when nothing is held. `number` as anybody writes it: national, international, or as in an imported file. */
export async function exportPerson(given: PersonalDataGiven, number: string): Promise<PersonExport | null> {
  const { record } = given;
  const held = await dataOf(given, number);
  if (held.length === 0) return null;
  return {
    operation: record.name,
    timeZone: record.timeZone,
    held: held.map((data) => withTimesAsText(data, record.timeZone) as WithTimesAsText<PersonData>),
  };
}

/**
 * Takes out all by which a number's owner can be found: what they were promised is ended first, then the names they
 * recorded are deleted, then their number. What happened stays, and leads to nobody. It may be repeated when it broke off, or was not clean.
 */
export async function erasePerson(
  given: PersonalDataGiven & {
    /** Ends what was promised to a person where the operation runs. Where it does not, nothing is dialled either: the number is gone. */
    readonly ended: (person: PersonId) => Promise<void>;
    readonly recordings: Recordings | null;
    /** Epoch ms. */
    readonly now: number;
  },
  number: string,
): Promise<Erased> {
  const { store, record, ended, recordings, now } = given;
  // First: a piece of an import that comes while the rest is done would bring them back unseen.
  await store.keepOutOfImports(record.id, hashesOf(given, number));
  const people = await personsByNumber(given, number);
  for (const person of people) await ended(person);
  const named = (await dataOf(given, number))
    .flatMap(({ callbacks }) => callbacks)
    .filter(({ callback }) => callback.nameRecorded)
    .map(({ callback }) => callback.id);
  if (recordings) {
    for (const callback of named) await recordings.delete(callback);
    await store.markNamesDeleted(record.id, named, now);
  }
  const { erased, clean } = await store.erasePeople(record.id, people, formsOf(given, number));
  return { people: erased, names: recordings ? named.length : 0, clean };
}

/** The ids of the people who have a number, however it is written; none when nobody is known by it. */
export async function personsByNumber(
  given: Pick<PersonalDataGiven, "record" | "settings"> & { readonly store: Pick<KeptPeople, "personsOf"> },
  number: string,
): Promise<PersonId[]> {
  const people: PersonId[] = [];
  for (const hash of hashesOf(given, number))
    people.push(...(await given.store.personsOf(given.record.id, hash)));
  return people;
}

async function dataOf(given: PersonalDataGiven, number: string): Promise<PersonData[]> {
  const held: PersonData[] = [];
  for (const hash of hashesOf(given, number)) {
    const data = await given.readModels.person(given.record.id, hash);
    if (data) held.push(data);
  }
  return held;
}

function hashesOf(given: Pick<PersonalDataGiven, "record" | "settings">, number: string): string[] {
  return formsOf(given, number).map((form) => hashNumber(given.record, form));
}

/** Calls are known by the number in its international form; imported ones by what their file has for a customer. */
function formsOf({ settings }: Pick<PersonalDataGiven, "settings">, number: string): string[] {
  const written = number.trim();
  const judged = new NumberRules(settings).judge(written);
  const international = judged.number ?? written;
  const forms = new Set([international, written, international.replace(/^\+/, "")]);
  return [...forms].filter((form) => form !== "");
}

const TIMES: ReadonlySet<string> = new Set([
  ...membersOfKind("moment"),
  "at",
  "firstSeenAt",
  "questionAt",
  "askedAgainAt",
  "choiceAt",
  "joinedAt",
  "rungAt",
  "answeredAt",
  "dialledAt",
  "ringingAt",
  "confirmedAt",
  "inLineAt",
  "talkEndedAt",
]);

function withTimesAsText(value: unknown, timeZone: string): unknown {
  if (Array.isArray(value)) return value.map((one) => withTimesAsText(one, timeZone));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      TIMES.has(key) && typeof member === "number"
        ? timeText(member, timeZone)
        : withTimesAsText(member, timeZone),
    ]),
  );
}

function timeText(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString({ timeZone });
}
