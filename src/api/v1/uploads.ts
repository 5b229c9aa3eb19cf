import { createHash } from "node:crypto";
import type { LoggedCall } from "../../history/call-log.ts";
import type { OperationRecord, Store } from "../../journal/port.ts";
import { Fault } from "../../line/faults.ts";
import { importCallLog } from "../../operation/import.ts";
import { textOf } from "./bodies.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { uploadCalls } from "./forms.ts";
import { DetailedFault } from "./problems.ts";
import type { Sources } from "./sources.ts";
import { recordsOf } from "./upload-records.ts";

/**
 * Call records up: judged whole, and taken in whole or not at all, one upload after the other. It is done in pieces that
 * let others work between them, and reports tell of it once the last is durable. An upload that broke off is gone on
 * with when it is sent again.
 */
export function uploadEndpoint({ store, now }: Pick<Sources, "store" | "now">): Endpoint {
  let before: Promise<unknown> = Promise.resolve();
  return endpoint(uploadCalls, ({ operation, request }) => {
    const form = /ndjson/.test(String(request.headers["content-type"])) ? "lines" : "list";
    const taken = before.then(() => take(store, operation, request.body as Buffer, form, now));
    before = taken.catch(() => {});
    return taken;
  });
}

async function take(
  store: Store,
  operation: OperationRecord,
  body: Buffer | undefined,
  form: "lines" | "list",
  now: () => number,
): Promise<{ calls: number; digest: string; known: boolean; knownCalls: number }> {
  const { skills = [] } = (await store.settings(operation.id)) ?? {};
  const { calls, bad } = await recordsOf(textOf(body), form, { timeZone: operation.timeZone, skills });
  if (bad.length > 0)
    throw new DetailedFault(new Fault("upload-records-bad", { count: bad.length }), { errors: [...bad] });
  const digest = createHash("sha256").update(body!).digest("hex");
  const knownCalls = (await isKnown(store, operation, digest))
    ? calls.length
    : await importAll(store, operation, calls, digest, now);
  return { calls: calls.length, digest, known: knownCalls === calls.length, knownCalls };
}

/** Takes those that are new; gives how many were known. */
async function importAll(
  store: Store,
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
      atATime: AT_A_TIME,
      now,
    });
    return known;
  } catch (fault) {
    if (fault instanceof Fault && fault.code === "recording-nothing-new") return calls.length;
    throw fault;
  }
}

/** Takes about as long as a fact may wait without anybody noticing it. */
const AT_A_TIME = 100;

async function isKnown(store: Store, { id }: OperationRecord, digest: string): Promise<boolean> {
  return (await store.runs(id)).some(({ name, complete }) => name === digest && complete);
}

async function* inOneChunk<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}
