import { Fault } from "../../../faults/faults.ts";
import type { LoggedCall } from "../../../history/call-log.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import { importCallLog } from "../../../operation/imports/import.ts";
import type { ImportStore } from "../../../operation/imports/import-wanted.ts";
import { DetailedFault } from "../problems.ts";
import { type Endpoint, endpoint } from "../schema/endpoint.ts";
import { uploadCalls } from "../schema/forms.ts";
import { Shares } from "../shares.ts";
import type { Sources } from "../sources.ts";
import type { UploadBody } from "./bodies.ts";
import { noList } from "./record-splitter.ts";
import { MOST_UPLOADS, uploadsFull } from "./upload-bounds.ts";
import { recordsOf } from "./upload-records.ts";

/**
 * Call records up: judged whole, and taken in whole or not at all, one upload of an operation after the other. It is done in
 * pieces that let others work between them, and reports show it once the last is durable. An upload that broke off is
 * gone on with when it is sent again. Fault: `uploads-full`.
 */
export function uploadEndpoint({ store, now }: Pick<Sources, "store" | "now">): Endpoint {
  const underWay = new Shares(MOST_UPLOADS);
  const before = new Map<number, Promise<unknown>>();
  return endpoint(uploadCalls, async ({ rights, operation, request }) => {
    const body = request.body as UploadBody | undefined;
    if (!body) throw noList();
    const place = underWay.shareOf({ rights, operation });
    if (!place.take(1)) throw uploadsFull();
    const taken = Promise.resolve(before.get(operation.id)).then(() => take(store, operation, body, now));
    const done = taken
      .catch(() => {})
      .finally(() => {
        place.giveBack();
        if (before.get(operation.id) === done) before.delete(operation.id);
      });
    before.set(operation.id, done);
    return taken;
  });
}

async function take(
  store: ImportStore,
  operation: OperationRecord,
  { form, written, digest }: UploadBody,
  now: () => number,
): Promise<{ calls: number; digest: string; known: boolean; knownCalls: number }> {
  const { skills = [] } = (await store.settings(operation.id)) ?? {};
  const { calls, bad } = await recordsOf(written, form, { timeZone: operation.timeZone, skills });
  if (bad.length > 0)
    throw new DetailedFault(new Fault("upload-records-bad", { count: bad.length }), { errors: [...bad] });
  const knownCalls = (await isKnown(store, operation, digest))
    ? calls.length
    : await importAll(store, operation, calls, digest, now);
  return { calls: calls.length, digest, known: knownCalls === calls.length, knownCalls };
}

/** Takes those that are new; gives how many were known. */
async function importAll(
  store: ImportStore,
  operation: OperationRecord,
  calls: readonly LoggedCall[],
  digest: string,
  now: () => number,
): Promise<number> {
  const log = () => ({ rows: inOneChunk(calls), digest: () => digest });
  try {
    const { known } = await importCallLog({
      store,
      operation: operation.name,
      file: "the upload",
      log,
      now,
    });
    return known;
  } catch (fault) {
    if (fault instanceof Fault && fault.code === "recording-nothing-new") return calls.length;
    throw fault;
  }
}

async function isKnown(store: ImportStore, { id }: OperationRecord, digest: string): Promise<boolean> {
  return (await store.runs(id)).some(({ name, complete }) => name === digest && complete);
}

async function* inOneChunk<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}
