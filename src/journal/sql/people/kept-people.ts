import type { KeptPeople } from "../../port/people.ts";
import type { Runner } from "../script.ts";
import { diallingsOf } from "./diallings.ts";
import { keepOutOfImports } from "./erasure.ts";
import { findPeople, numberOfPerson, numbers, personsOf } from "./people.ts";
import { markNamesDeleted, recordedNames, unusedPeople } from "./retention.ts";

/** The people, except for how they are taken out: what that leaves behind is each store's own. */
export function peopleOf({
  read,
  readMoment,
  write,
}: Runner): Omit<KeptPeople, "erasePeople" | "forgetPeople"> {
  return {
    findPeople: (operation, numberHashes) => read(findPeople(operation, numberHashes)),
    numberOf: (operation, person) => read(numberOfPerson(operation, person)),
    numbers: (operation, asked) => read(numbers(operation, asked)),
    personsOf: (operation, numberHash) => readMoment(personsOf(operation, numberHash)),
    diallingsOf: (run, number, since) => read(diallingsOf(run, number, since)),
    keepOutOfImports: (operation, numberHashes) => write(() => keepOutOfImports(operation, numberHashes)),
    unusedPeople: (operation, asked) => read(unusedPeople(operation, asked)),
    recordedNames: (operation, endedBefore, limit) => read(recordedNames(operation, endedBefore, limit)),
    markNamesDeleted: (operation, callbacks, at) => write(() => markNamesDeleted(operation, callbacks, at)),
  };
}
