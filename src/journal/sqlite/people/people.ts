import type { DatabaseSync } from "node:sqlite";
import type { KeptPeople } from "../../port/people.ts";
import { peopleOf } from "../../sql/people/kept-people.ts";
import type { Runner } from "../../sql/script.ts";
import { cleanFiles, overwritePeople } from "./erasure.ts";

/** The people in the journal of a file. */
export function sqlitePeople(file: string, writer: DatabaseSync, runner: Runner): KeptPeople {
  return {
    ...peopleOf(runner),
    async erasePeople(operation, persons, traces = []) {
      const numbers = overwritePeople(writer, operation, persons);
      return { erased: numbers.length, clean: await cleanFiles(writer, file, [...numbers, ...traces]) };
    },
    forgetPeople: async (operation, persons) => void overwritePeople(writer, operation, persons),
  };
}
