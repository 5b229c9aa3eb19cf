import { Fault } from "../faults/faults.ts";
import type { OperationRecord, ReadModels, Store } from "../journal/port.ts";
import type { PersonId } from "../line/ids.ts";
import { defaultSettings } from "../operation/default-settings.ts";
import {
  erasePerson,
  exportPerson,
  type PersonalDataGiven,
  type PersonExport,
} from "../operation/personal-data.ts";
import type { Recordings } from "../operation/recordings.ts";
import { operationNamed } from "./operation-named.ts";
import type { ErasureAnswer, PersonBody } from "./schemas.ts";

export interface PersonDeskGiven {
  readonly store: PersonalDataGiven["store"] & Pick<Store, "operations" | "settings">;
  readonly readModels: Pick<ReadModels, "person">;
  /** `null` where the operation does not run: nothing is dialled then, and the number will be gone when it does. */
  readonly running: (
    operation: OperationRecord,
  ) => { readonly erased: (person: PersonId) => Promise<void>; readonly now: number } | null;
  /** `null` where no names are recorded. */
  readonly recordings: (operation: OperationRecord) => Recordings | null;
}

/** Gives and erases what is held of whoever has a number. Faults: `operation-unknown`, `person-unknown`. */
export class PersonDesk {
  readonly #given: PersonDeskGiven;

  constructor(given: PersonDeskGiven) {
    this.#given = given;
  }

  async export({ operation, number }: PersonBody): Promise<PersonExport> {
    const given = await this.#operation(operation);
    const held = await exportPerson(given, number);
    if (!held) throw new Fault("person-unknown", { operation: given.record.name });
    return held;
  }

  /**
   * Ends what was promised to the person, and takes the number out. That nobody has it is a fault only where no file of the
   * journal holds it either: it may be asked for again after one that broke off. Fault, besides: `operation-closed`.
   */
  async erase({ operation, number }: PersonBody): Promise<ErasureAnswer> {
    const given = await this.#operation(operation);
    const live = this.#given.running(given.record);
    const erased = await erasePerson(
      { ...given, live, recordings: this.#given.recordings(given.record), now: live?.now ?? Date.now() },
      number,
    );
    if (erased.people === 0 && erased.clean)
      throw new Fault("person-unknown", { operation: given.record.name });
    return { operation: given.record.name, ...erased };
  }

  async #operation(name: string | undefined): Promise<PersonalDataGiven> {
    const { store, readModels } = this.#given;
    const record = await operationNamed(store, name);
    const settings = (await store.settings(record.id)) ?? defaultSettings(record.timeZone);
    return { store, readModels, record, settings };
  }
}
