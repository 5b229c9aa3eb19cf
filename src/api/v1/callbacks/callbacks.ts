import type { z } from "zod";
import { Fault } from "../../../faults/faults.ts";
import { partsOfCursor } from "../../../journal/callback-cursor.ts";
import type { OperationRecord } from "../../../journal/port.ts";
import type { PersonId } from "../../../line/ids.ts";
import { defaultSettings } from "../../../operation/default-settings.ts";
import { personsByNumber } from "../../../operation/personal-data.ts";
import type { callbacksQuery } from "../schema/asked.ts";
import { type Asker, type Endpoint, endpoint } from "../schema/endpoint.ts";
import { listCallbacks, searchCallbacks, showCallback } from "../schema/forms.ts";
import { momentAsked } from "../schema/moments.ts";
import { type Sources, seesNumbers } from "../sources.ts";
import { toldCallback, toldStory } from "./told-callback.ts";

export function callbacksEndpoint(sources: Sources): Endpoint {
  return endpoint(listCallbacks, (asked) => pageOf(sources, asked, asked.query));
}

/** Whoever sees numbers masked could find out whole ones by searching, digit by digit. Fault: `numbers-masked`. */
export function callbackSearchEndpoint(sources: Sources): Endpoint {
  return endpoint(searchCallbacks, async (asked) => {
    if (!seesNumbers(asked.token)) throw new Fault("numbers-masked");
    const { number, ...wanted } = asked.body;
    return pageOf(sources, asked, wanted, await personsOf(sources, asked.operation, number));
  });
}

async function pageOf(
  sources: Sources,
  { operation, token, signal }: Asker & { readonly signal: AbortSignal },
  { from, to, after, limit, skill, status }: z.output<typeof callbacksQuery>,
  persons?: readonly PersonId[],
) {
  if (after !== undefined && !partsOfCursor(after)) throw new Fault("cursor-unknown");
  const list = await sources.callbacks.page(
    operation,
    { skill, status },
    {
      ...(from === undefined ? {} : { from: momentAsked(from, operation.timeZone) }),
      ...(to === undefined ? {} : { to: momentAsked(to, operation.timeZone) }),
      ...(persons === undefined ? {} : { persons }),
      ...(after === undefined ? {} : { after }),
      limit,
    },
    seesNumbers(token),
    signal,
  );
  return {
    callbacks: list.callbacks.map((one) => toldCallback(one, operation.timeZone)),
    next: list.next,
  };
}

export function callbackEndpoint({ callbacks }: Sources): Endpoint {
  return endpoint(showCallback, async ({ operation, token, parameters, reply }) => {
    const details = await callbacks.story(operation, parameters.id, seesNumbers(token));
    reply.header("etag", etagOf(details.callback.version));
    return toldStory(details);
  });
}

export function etagOf(version: number): string {
  return `"${version}"`;
}

async function personsOf(
  { store }: Sources,
  record: OperationRecord,
  number: string,
): Promise<readonly PersonId[]> {
  const settings = (await store.settings(record.id)) ?? defaultSettings(record.timeZone);
  return personsByNumber({ store, record, settings }, number);
}
