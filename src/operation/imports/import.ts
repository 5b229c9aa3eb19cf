import { type CallLog, callLogFile } from "../../history/call-log.ts";
import { withSkillNames } from "../../history/skill-names.ts";
import { ImportRun } from "./import-run.ts";
import { surveyed } from "./import-survey.ts";
import type { Imported, ImportWanted } from "./import-wanted.ts";
import { knownCallsOf, noneKnown } from "./known-calls.ts";
import { refuseUnusable } from "./refusals.ts";

/** The zone of an operation that nobody gave one. */
const DEFAULT_TIME_ZONE = "America/Bogota";

/**
 * Imports a file of recorded calls into an operation's journal, as a run of its own that is named by the digest of the
 * file. An import that was cut off goes on where it was when it is asked for again, and until its end reports show none of its
 * calls; a file that was imported whole is refused (`recording-known`). Calls that another file has brought, or that Espera saw
 * itself, are left out; a file of nothing else is refused (`recording-nothing-new`). Skills that the operation does not know are
 * added to its settings, without smart wait.
 *
 * The file is read more than once, and nothing is written before it was read whole: an unusable file
 * (`recording-unreadable`, `recording-invalid`, `recording-rows-bad`, `recording-outcome-lost`, `time-zone-unknown`)
 * changes nothing.
 */
export async function importCallLog(wanted: ImportWanted): Promise<Imported> {
  const { store } = wanted;
  const known = (await store.operations()).find((one) => one.name === wanted.operation);
  const timeZone = wanted.timeZone ?? known?.timeZone ?? DEFAULT_TIME_ZONE;
  const log = logOf(wanted, timeZone);
  const knownAmong = known ? await knownCallsOf(store, known) : noneKnown;
  const survey = await surveyed(log(), knownAmong);
  await refuseUnusable(wanted, known, survey);

  const operation =
    known ?? (await store.openOperation({ name: wanted.operation, timeZone, simulated: false }));
  const run = await ImportRun.open(wanted, operation, survey);
  await run.write(log(), knownAmong, survey.calls);
  return {
    operation: { id: operation.id, name: operation.name },
    timeZone,
    calls: survey.calls,
    known: survey.known,
    takenBefore: run.takenBefore,
    leftOut: survey.leftOut,
    notes: survey.notes,
  };
}

/** Gives the calls, each time from the first, with the names of the operation's skills. */
function logOf({ file, log, reading, skillNames }: ImportWanted, timeZone: string): () => CallLog {
  const read = log ? () => log(timeZone) : callLogFile(file, timeZone, reading);
  return skillNames ? () => withSkillNames(read(), skillNames) : read;
}
