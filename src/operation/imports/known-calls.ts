import { setImmediate as othersWork } from "node:timers/promises";
import { type BadRow, isBadRow, type LoggedCall } from "../../history/call-log.ts";
import type { CallLike, Journal } from "../../journal/port/journal.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";

type Row = LoggedCall | BadRow;

/** Which of some rows are calls that the operation has already. */
export type KnownAmong = (rows: readonly Row[]) => Promise<ReadonlySet<Row>>;

/** Calls that are looked up without a break. */
const AT_A_TIME = 200;

/**
 * Knows the calls that another file has brought whole, by their id, skill and arrival: logs grow, and are packed and cut
 * otherwise. And those that Espera saw itself, by the id that the exchange gave them.
 */
export async function knownCallsOf(
  store: Journal & Registry,
  operation: OperationRecord,
): Promise<KnownAmong> {
  const settings = await store.settings(operation.id);
  const skills = new Map(settings?.skills.map(({ id, name }) => [name, id]));
  return async (rows) => {
    const known = new Set<Row>();
    const asked = rows.flatMap((row) => {
      const skill = isBadRow(row) ? undefined : skills.get(row.skill);
      return isBadRow(row) || skill === undefined ? [] : [{ row, skill }];
    });
    for (let at = 0; at < asked.length; at += AT_A_TIME) {
      const some = asked.slice(at, at + AT_A_TIME);
      const like = some.map(({ row, skill }) => ({ id: row.logId, skill, arrivedAt: row.arrivedAt }));
      const imported = await importedOf(store, operation, like);
      const live = await store.haveLiveCalls(operation.id, like);
      for (const [n, { row }] of some.entries())
        if (live[n] || imported.get(momentOf(like[n]!))!.has(row.logId)) known.add(row);
      await othersWork();
    }
    return known;
  };
}

/** Nobody has a call of an operation that is not there yet. */
export const noneKnown: KnownAmong = async () => new Set();

/** The id under which a recorded call is kept: unique in the operation, because a log's own ids are unique only in their file. */
export function keptId(digest: string, callId: string): string {
  return `${digest.slice(0, 8)}:${callId}`;
}

/**
 * The logs' ids of the imported calls at the moments of these, by moment. A moment is looked up once, however many calls
 * come at it: in a file that knows days only, all of a day.
 */
async function importedOf(
  store: Journal & Registry,
  operation: OperationRecord,
  calls: readonly CallLike[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const moments = new Map(calls.map((call) => [momentOf(call), call]));
  const found = await store.importedCallsAt(operation.id, [...moments.values()]);
  return new Map([...moments.keys()].map((moment, n) => [moment, new Set(found[n]!.flatMap(logIdsOf))]));
}

function momentOf({ skill, arrivedAt }: CallLike): string {
  return `${skill} ${arrivedAt}`;
}

/** Under which ids a log may have a call that is kept so: its skill, and which of several it is, may stand behind it. */
function logIdsOf(id: string): string[] {
  const own = id.replace(/^[0-9a-f]{8}:/, "");
  return [own, ...own.matchAll(/\//g).map(({ index }) => own.slice(0, index))];
}
