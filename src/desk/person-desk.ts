import { Fault } from "../faults/faults.ts";
import type { ReadModels } from "../journal/port/questions.ts";
import type { OperationRecord, Registry } from "../journal/port/registry.ts";
import { defaultSettings } from "../operation/default-settings.ts";
import {
  type Erased,
  erasePerson,
  exportPerson,
  type PersonalDataGiven,
  type PersonExport,
} from "../operation/people/personal-data.ts";
import type { Recordings } from "../operation/people/recordings.ts";
import type { Owner } from "./owner.ts";

export interface PersonDeskGiven {
  readonly store: PersonalDataGiven["store"] & Pick<Registry, "settings">;
  readonly readModels: Pick<ReadModels, "person">;
  readonly owner: Pick<Owner, "erased">;
  /** Epoch ms. */
  readonly now: () => number;
  /** `null` where no names are recorded. */
  readonly recordings: (operation: OperationRecord) => Recordings | null;
}

/** Exports and erases what is kept about the people with a number. Fault: `person-unknown`. */
export class PersonDesk {
  readonly #given: PersonDeskGiven;

  constructor(given: PersonDeskGiven) {
    this.#given = given;
  }

  async export(record: OperationRecord, number: string): Promise<PersonExport> {
    const held = await exportPerson(await this.#dataOf(record), number);
    if (!held) throw new Fault("person-unknown", { operation: record.name });
    return held;
  }

  /**
   * Ends what was promised to the person, and removes the number. It is a fault that nobody has the number only where no file of the
   * journal holds it either, so that an erasure that broke off can be repeated. Fault, besides: `operation-closed`.
   */
  async erase(record: OperationRecord, number: string): Promise<Erased> {
    const { owner, recordings, now } = this.#given;
    const data = await this.#dataOf(record);
    const erased = await erasePerson(
      {
        ...data,
        ended: (person) => owner.erased(record, person),
        recordings: recordings(record),
        now: now(),
      },
      number,
    );
    if (erased.people === 0 && erased.clean) throw new Fault("person-unknown", { operation: record.name });
    return erased;
  }

  async #dataOf(record: OperationRecord): Promise<PersonalDataGiven> {
    const { store, readModels } = this.#given;
    const settings = (await store.settings(record.id)) ?? defaultSettings(record.timeZone);
    return { store, readModels, record, settings };
  }
}
