import type { OperationRecord, ReadModels, Store } from "../../journal/port.ts";
import type { PersonData } from "../../journal/stories.ts";
import { Fault } from "../../line/faults.ts";
import type { PersonId } from "../../line/ids.ts";
import { NumberRules } from "../../operation/number-rules.ts";
import { hashNumber } from "../../operation/people.ts";
import { operationNamed } from "../operation-named.ts";
import type { ErasureAnswer, PersonBody } from "./schemas.ts";

export interface PersonExport extends PersonData {
  readonly operation: string;
  /** IANA name: of its times, which are epoch ms. */
  readonly timeZone: string;
}

export interface PersonDeskGiven {
  readonly store: Pick<Store, "operations" | "settings" | "personsOf" | "erasePeople">;
  readonly readModels: Pick<ReadModels, "person">;
  /** `null` where the operation does not run. */
  readonly running: (
    operation: OperationRecord,
  ) => { readonly erased: (person: PersonId) => Promise<void> } | null;
}

/** Gives and erases what is held of whoever has a number. Faults: `operation-unknown`, `person-unknown`. */
export class PersonDesk {
  readonly #given: PersonDeskGiven;

  constructor(given: PersonDeskGiven) {
    this.#given = given;
  }

  async export({ operation, number }: PersonBody): Promise<PersonExport> {
    const { record, data } = await this.#person(operation, number);
    return { operation: record.name, timeZone: record.timeZone, ...data };
  }

  /**
   * Ends what was promised to the person, then takes number and hash out. Nobody can end it where the operation does
   * not run: then a person who is waited for is not erased. Faults: `person-awaited`, `operation-closed`.
   */
  async erase({ operation, number }: PersonBody): Promise<ErasureAnswer> {
    const { record, data, hash } = await this.#person(operation, number);
    const persons = await this.#given.store.personsOf(record.id, hash);
    const running = this.#given.running(record);
    const open = data.callbacks.filter(({ callback }) => callback.status === "YES").length;
    if (open > 0 && !running) throw new Fault("person-awaited", { operation: record.name });
    for (const person of persons) await running?.erased(person);
    const { clean } = await this.#given.store.erasePeople(record.id, persons);
    return { operation: record.name, ended: open, clean };
  }

  async #person(
    operation: string | undefined,
    raw: string,
  ): Promise<{ record: OperationRecord; data: PersonData; hash: string }> {
    const record = await operationNamed(this.#given.store, operation);
    const settings = await this.#given.store.settings(record.id);
    const number = settings ? new NumberRules(settings).judge(raw).number : raw;
    const hash = hashNumber(record, number ?? raw);
    const data = await this.#given.readModels.person(record.id, hash);
    if (!data) throw new Fault("person-unknown", { operation: record.name });
    return { record, data, hash };
  }
}
