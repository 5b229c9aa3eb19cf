import { createHmac } from "node:crypto";
import type { KeptNumber, KeptPeople, NewPerson } from "../journal/port/people.ts";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { PersonId } from "../line/ids.ts";
import { RecentlyUsed } from "./numbers/recently-used.ts";
import { formOfOwner } from "./numbers/written-numbers.ts";

/** What is asked of the journal about people. */
type PeopleStore = Pick<KeptPeople, "findPerson" | "numberOf">;

/**
 * Finds people by their number, and numbers by their person. Somebody new gets an id here and becomes durable with
 * the steps that name them first.
 */
export class People {
  readonly #store: PeopleStore;
  readonly #operation: OperationRecord;
  readonly #newId: () => PersonId;
  readonly #ids = new RecentlyUsed<string, PersonId>(50_000);
  /** People who were forgotten lately: the journal may still know them for a moment. */
  readonly #gone = new RecentlyUsed<PersonId, true>(50_000);
  /** By the hash of their number: the journal does not know them yet. */
  readonly #unsaved = new Map<string, NewPerson>();
  /** Found since the last batch: facts under way name them. */
  readonly #mentioned = new Set<PersonId>();

  constructor(store: PeopleStore, operation: OperationRecord, newId: () => PersonId) {
    this.#store = store;
    this.#operation = operation;
    this.#newId = newId;
  }

  /** The person of a number if they were met lately, without asking the store. */
  recent(number: string): PersonId | undefined {
    const person = this.#ids.get(formOfOwner(number));
    if (person !== undefined) this.#mentioned.add(person);
    return person;
  }

  /** The person of a number; `null`: nobody is known by it, or they were forgotten. */
  async met(number: string): Promise<PersonId | null> {
    const recent = this.recent(number);
    if (recent !== undefined) return recent;
    const numberHash = hashNumber(this.#operation, number);
    const id =
      this.#unsaved.get(numberHash)?.id ?? (await this.#store.findPerson(this.#operation.id, numberHash));
    return id === null || this.#gone.get(id) ? null : this.#mention(number, id);
  }

  /** The person of a number, a new one if need be. `at`: epoch ms. */
  async find(number: string, at: number): Promise<PersonId> {
    const met = await this.met(number);
    if (met !== null) return met;
    const id = this.#newId();
    const numberHash = hashNumber(this.#operation, number);
    this.#unsaved.set(numberHash, { id, numberHash, number, firstSeenAt: at });
    return this.#mention(number, id);
  }

  #mention(number: string, id: PersonId): PersonId {
    this.#ids.set(formOfOwner(number), id);
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
    for (const [numberHash, { id }] of this.#unsaved) if (gone.has(id)) this.#unsaved.delete(numberHash);
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

/** Whether a number is the one of which its hash was made. */
export function isTheirs(operation: OperationRecord, { number, numberHash }: KeptNumber): boolean {
  return hashNumber(operation, number) === numberHash;
}

/** The keyed hash by which a person is found; hex. */
export function hashNumber(operation: OperationRecord, number: string): string {
  return createHmac("sha256", operation.personKey).update(formOfOwner(number)).digest("hex");
}
