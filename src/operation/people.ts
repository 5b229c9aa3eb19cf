import { createHmac } from "node:crypto";
import type { NewPerson, OperationRecord, Store } from "../journal/port.ts";
import type { PersonId } from "../line/ids.ts";
import { RecentlyUsed } from "./recently-used.ts";

/** What is asked of the journal about people. */
type PeopleStore = Pick<Store, "findPerson" | "numberOf">;

/**
 * Finds people by their number, and numbers by their person. Who is new gets an id here and becomes durable with
 * the steps that name him first.
 */
export class People {
  readonly #store: PeopleStore;
  readonly #operation: OperationRecord;
  readonly #newId: () => PersonId;
  readonly #ids = new RecentlyUsed<string, PersonId>(50_000);
  #unsaved: NewPerson[] = [];

  constructor(store: PeopleStore, operation: OperationRecord, newId: () => PersonId) {
    this.#store = store;
    this.#operation = operation;
    this.#newId = newId;
  }

  /** The person of a number if he was met lately, without asking the store. */
  recent(number: string): PersonId | undefined {
    return this.#ids.get(number);
  }

  /** The person of a number, a new one if need be. `at`: epoch ms. */
  async find(number: string, at: number): Promise<PersonId> {
    const recent = this.#ids.get(number);
    if (recent !== undefined) return recent;
    const numberHash = hashNumber(this.#operation, number);
    let id = await this.#store.findPerson(this.#operation.id, numberHash);
    if (id === null) {
      id = this.#newId();
      this.#unsaved.push({ id, numberHash, number, firstSeenAt: at });
    }
    this.#ids.set(number, id);
    return id;
  }

  /** The people to save with the next batch; each is given once. */
  takeUnsaved(): NewPerson[] {
    const unsaved = this.#unsaved;
    this.#unsaved = [];
    return unsaved;
  }

  /** A person's number, or `null` after he was erased. */
  async numberOf(person: PersonId): Promise<string | null> {
    return this.#store.numberOf(this.#operation.id, person);
  }
}

/** The keyed hash by which a person is found; hex. */
export function hashNumber(operation: OperationRecord, number: string): string {
  return createHmac("sha256", operation.personKey).update(number).digest("hex");
}
