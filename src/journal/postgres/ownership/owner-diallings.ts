import { Fault } from "../../../faults/faults.ts";
import type { Run } from "../../port/run.ts";
import { diallingsOf } from "../../sql/people/diallings.ts";
import { first, type Script } from "../../sql/script.ts";

/** What `KeptPeople.diallingsOf` says; whose the run is, is asked last, since a phone rings after it. */
export function* ownerDiallings(run: Run, number: string, since: number): Script<number> {
  const diallings = yield* diallingsOf(run, number, since);
  if (run.epoch === undefined) return diallings;
  const { operation, id, epoch } = run;
  const row = yield* first("SELECT epoch FROM runs WHERE operation = ? AND run = ?", [operation, id]);
  if (row?.["epoch"] !== epoch) throw new Fault("not-owner", { operation });
  return diallings;
}
