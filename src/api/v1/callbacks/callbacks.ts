import type { z } from "zod";
import { Fault } from "../../../faults/faults.ts";
import { partsOfCursor } from "../../../journal/callback-cursor.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { ShownCallback } from "../../../journal/rows/callback-members.ts";
import type { PersonId } from "../../../line/ids.ts";
import type { Settings } from "../../../line/settings.ts";
import { defaultSettings } from "../../../operation/default-settings.ts";
import { personsByNumber } from "../../../operation/people/personal-data.ts";
import type { callbacksQuery } from "../schema/asked.ts";
import { type Asker, type Endpoint, endpoint } from "../schema/endpoint.ts";
import { listCallbacks, searchCallbacks, showCallback } from "../schema/forms.ts";
import { knownMomentText, momentAsked } from "../schema/moments.ts";
import { skillAsked, storySeen } from "../seen-skills.ts";
import type { Sources } from "../sources.ts";
import { callbackAnswerOf, storyAnswerOf } from "./callback-answer.ts";

export function callbacksEndpoint(sources: Sources): Endpoint {
  return endpoint(listCallbacks, (asked) => pageOf(sources, asked, asked.query));
}

/** A client that sees numbers masked could find out whole ones by searching, digit by digit. Fault: `numbers-masked`. */
export function callbackSearchEndpoint(sources: Sources): Endpoint {
  return endpoint(searchCallbacks, async (asked) => {
    if (!asked.rights.seesNumbers) throw new Fault("numbers-masked");
    const { number, ...wanted } = asked.body;
    return pageOf(sources, asked, wanted, await personsOf(sources, asked.operation, number));
  });
}

async function pageOf(
  sources: Sources,
  { operation, rights, signal }: Asker & { readonly signal: AbortSignal },
  { from, to, after, limit, skill, status }: z.output<typeof callbacksQuery>,
  persons?: readonly PersonId[],
) {
  if (after !== undefined && !partsOfCursor(after)) throw new Fault("cursor-unknown");
  if (skill !== undefined) skillAsked(await settingsOf(sources, operation), rights, skill);
  const list = await sources.callbacks.page(
    operation,
    { skill, status },
    {
      ...(from === undefined ? {} : { from: momentAsked(from, operation.timeZone) }),
      ...(to === undefined ? {} : { to: momentAsked(to, operation.timeZone) }),
      ...(rights.skills === null ? {} : { skills: [...rights.skills] }),
      ...(persons === undefined ? {} : { persons }),
      ...(after === undefined ? {} : { after }),
      limit,
    },
    rights.seesNumbers,
    signal,
  );
  await noteSeen({ operation, rights }, list.callbacks);
  return {
    callbacks: list.callbacks.map((one) => callbackAnswerOf(one, operation.timeZone)),
    next: list.next,
    silentSince: knownMomentText(sources.owner.silentSince(operation), operation.timeZone),
  };
}

export function callbackEndpoint(sources: Sources): Endpoint {
  return endpoint(showCallback, async ({ operation, rights, parameters, reply }) => {
    const details = await storySeen(sources, { operation, rights }, parameters.id);
    await noteSeen({ operation, rights }, [details.callback]);
    reply.header("etag", etagOf(details.callback.version));
    return storyAnswerOf(details, operation.timeZone);
  });
}

export function etagOf(version: number): string {
  return `"${version}"`;
}

async function personsOf(
  sources: Sources,
  record: OperationRecord,
  number: string,
): Promise<readonly PersonId[]> {
  const { store } = sources;
  return personsByNumber({ store, record, settings: await settingsOf(sources, record) }, number);
}

/** The newest settings of an operation; the usual ones where it never ran. */
export async function settingsOf(
  { store }: Pick<Sources, "store">,
  { id, timeZone }: OperationRecord,
): Promise<Settings> {
  return (await store.settings(id)) ?? defaultSettings(timeZone);
}

/** Records whose numbers were shown whole to somebody who is signed in. */
export async function noteSeen(
  { rights, operation }: Asker,
  callbacks: readonly Pick<ShownCallback, "id" | "number">[],
): Promise<void> {
  if (!rights.seesNumbers) return;
  const seen = callbacks.filter(({ number }) => number !== null).map(({ id }) => id);
  if (seen.length > 0) await rights.audit(operation.id, "number-seen", seen);
}
