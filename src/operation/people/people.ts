import { createHmac } from "node:crypto";
import type { KeptNumber, KeptPeople, NewPerson } from "../../journal/port/people.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { PersonId } from "../../line/ids.ts";
import { RecentlyUsed } from "../numbers/recently-used.ts";
import { formOfOwner } from "../numbers/written-numbers.ts";

/** What is asked of the journal about people. */
type PeopleStore = Pick<KeptPeople, "findPeople" | "numberOf">;

/**
 * Finds people by their number, and numbers by their person. Numbers are looked up many at a time, before anything is made of
 * them. Somebody new gets an id here and becomes durable with the steps that name them first.
 */
export class People {
  readonly #store: PeopleStore;
  readonly #operation: OperationRecord;
  readonly #newId: () => PersonId;
  /** By the form of their number, as the two below. */
  readonly #ids = new RecentlyUsed<string, PersonId>(50_000);
  /** The journal does not know them yet. */
  readonly #unsaved = new Map<string, NewPerson>();
  /** Of the numbers that were looked up last; `null`: nobody is known by it, or they were forgotten. */
  #lookedUp = new Map<string, PersonId | null>();
  /** People who were forgotten lately: the journal may still know them for a moment. */
  readonly #gone = new RecentlyUsed<PersonId, true>(50_000);
  /** Found since the last batch: facts under way name them. */
  readonly #mentioned = new Set<PersonId>();

  constructor(store: PeopleStore, operation: OperationRecord, newId: () => PersonId) {
    this.#store = store;
    this.#operation = operation;
    this.#newId = newId;
  }

  /** Looks up who has these numbers, in one question; `met` and `find` answer of them until others are looked up. */
  async lookUp(numbers: Iterable<string>): Promise<void> {
    const forms = new Set(Array.from(numbers, formOfOwner));
    const strangers = [...forms].filter((form) => this.#recent(form) === null);
    const hashes = strangers.map((form) => hashForm(this.#operation, form));
    const found = strangers.length > 0 ? await this.#store.findPeople(this.#operation.id, hashes) : [];
    this.#lookedUp = new Map();
    // Who was forgotten while the journal was asked is nobody any more, whatever it answers.
    for (const form of forms) this.#lookedUp.set(form, this.#recent(form));
    for (const [n, id] of found.entries())
      if (id !== null && !this.#gone.get(id)) this.#lookedUp.set(strangers[n]!, id);
  }

  /** The person of a number that was looked up; `null`: nobody is known by it, or they were forgotten. */
  met(number: string): PersonId | null {
    const form = formOfOwner(number);
    const id = this.#lookedUp.get(form);
    if (id === undefined) throw new Error("a number that was not looked up");
    return id === null ? null : this.#mention(form, id);
  }

  /** The person of a number that was looked up, a new one if need be. `at`: epoch ms. */
  find(number: string, at: number): PersonId {
    const met = this.met(number);
    if (met !== null) return met;
    const form = formOfOwner(number);
    const id = this.#newId();
    this.#unsaved.set(form, { id, numberHash: hashForm(this.#operation, form), number, firstSeenAt: at });
    return this.#mention(form, id);
  }

  #recent(form: string): PersonId | null {
    return this.#ids.get(form) ?? this.#unsaved.get(form)?.id ?? null;
  }

  #mention(form: string, id: PersonId): PersonId {
    this.#ids.set(form, id);
    this.#lookedUp.set(form, id);
    this.#mentioned.add(id);
    return id;
  }

  /**
   * What is drawn for a person for a local day (`YYYY-MM-DD`), uniform from 0 inclusive to 1 exclusive, in millionths:
   * the same whenever it is asked for, on another day another. It follows from their id, to which their number leads, and
   * not from the number: the journal keeps it after they were erased, and anybody with the key could try all numbers.
   */
  drawOf(person: PersonId, day: string): number {
    const digest = createHmac("sha256", this.#operation.personKey).update(`draw ${day} ${person}`).digest();
    return Math.floor((digest.readUIntBE(0, 6) / 2 ** 48) * 1e6) / 1e6;
  }

  /** Whether a fact that is not durable yet names them. */
  isMentioned(person: PersonId): boolean {
    return this.#mentioned.has(person);
  }

  /** Forgets people who are taken out of the journal: who calls from their numbers from now on is somebody new. */
  forget(...people: PersonId[]): void {
    const gone = new Set(people);
    for (const person of gone) this.#gone.set(person, true);
    this.#ids.forget(gone);
    for (const [form, { id }] of this.#unsaved) if (gone.has(id)) this.#unsaved.delete(form);
    for (const [form, id] of this.#lookedUp) if (id !== null && gone.has(id)) this.#lookedUp.set(form, null);
  }

  /** The people to save with the next batch; each is given once. */
  takeUnsaved(): NewPerson[] {
    const unsaved = [...this.#unsaved.values()];
    this.#unsaved.clear();
    this.#mentioned.clear();
    return unsaved;
  }

  /** A person's number; `null` after they were erased, and where what is kept is not what was written. */
  async numberOf(person: PersonId): Promise<string | null> {
    const kept =
      this.#unsaved.values().find(({ id }) => id === person) ??
      (await this.#store.numberOf(this.#operation.id, person));
    return kept && isTheirs(this.#operation, kept) ? kept.number : null;
  }
}

/** Whether a number is the one that its hash was made from. */
export function isTheirs(operation: OperationRecord, { number, numberHash }: KeptNumber): boolean {
  return hashNumber(operation, number) === numberHash;
}

/** The keyed hash by which a person is found; hex. */
export function hashNumber(operation: OperationRecord, number: string): string {
  return hashForm(operation, formOfOwner(number));
}

function hashForm({ personKey }: OperationRecord, form: string): string {
  return createHmac("sha256", personKey).update(form).digest("hex");
}
