import { workerData } from "node:worker_threads";
import { storeLocation } from "../../configuration/store-location.ts";
import { Fault } from "../../faults/faults.ts";
import { openStore } from "../../journal/open-store.ts";
import { compare } from "../../replay/what-if/comparison.ts";
import { keptRecording, keptWillingness } from "../../replay/what-if/kept-record.ts";
import { skillIdsOf, variantAsSet } from "../../replay/what-if/variants.ts";
import { whatIf } from "../../replay/what-if/what-if.ts";
import { liveThrough, resultOf, SEEDS } from "../what-if/live-through.ts";
import type { PreviewFound, PreviewWanted } from "./setting-previews.ts";

// The thread that lives last week's calls through, by the settings as they are and as they may become.
const { directory, record, now, settings, proposed, skill } = workerData as PreviewWanted;
const DAYS = 7;
/** Of so many calls one life of each day says as much as three of fewer. */
const MANY_CALLS = 20_000;
await liveThrough<PreviewFound>(async (progress) => {
  const { timeZone } = record;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).startOfDay();
  const until = today.epochMilliseconds;
  const rows = await callsOf(today.subtract({ days: DAYS }).epochMilliseconds, until);
  if (rows.length === 0) throw new Fault("preview-without-calls");
  const names = new Map(settings.skills.map(({ id, name }) => [id, name]));
  const willingness = keptWillingness(rows);
  const found = await whatIf({
    recording: keptRecording(rows, (id) => names.get(id) ?? String(id), { timeZone, until }),
    skillIds: skillIdsOf(settings),
    base: (known) => variantAsSet(settings, willingness, known),
    variants: (known) => [variantAsSet(proposed, willingness, known)],
    seeds: rows.length > MANY_CALLS ? 1 : SEEDS,
    progress,
  });
  return {
    ...resultOf(compare(found, 0, skill), found),
    accepts: willingness.accepts,
    ofAll: compare(found).difference.serviceLevelPromise,
  };
});

async function callsOf(from: number, to: number) {
  const store = await openStore(storeLocation(directory));
  try {
    return await store.liftCalls(record.id, from, to);
  } finally {
    await store.close();
  }
}
