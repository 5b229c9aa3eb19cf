import { setImmediate as othersWork } from "node:timers/promises";
import { type BadRow, isBadRow, type LoggedCall } from "../history/call-log.ts";
import type { OperationRecord, Store } from "../journal/port.ts";

type Row = LoggedCall | BadRow;

/** Which of some rows are calls that the operation has already. */
export type KnownAmong = (rows: readonly Row[]) => Promise<ReadonlySet<Row>>;

/** Calls that are looked up without a break. */
const AT_A_TIME = 200;

/**
 * Knows the calls that another file has brought whole, by their id, skill and arrival: logs grow, and are packed and cut
 * otherwise. And those that Espera saw itself, by the id that the exchange gave them.
 */
export async function knownCallsOf(store: Store, operation: OperationRecord): Promise<KnownAmong> {
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
      const found = await store.callsLike(operation.id, like);
      for (const [n, ids] of found.entries()) {
        const { row } = some[n]!;
        if (ids.some((id) => isOf(id, row))) known.add(row);
      }
      await othersWork();
    }
    return known;
  };
}

/** Nobody has a call of an operation that is not there yet. */
export const noneKnown: KnownAmong = async () => new Set();

/** The id under which a recorded call is kept: unique in the operation, for a log's own ids are unique in their file only. */
export function keptId(digest: string, callId: string): string {
  return `${digest.slice(0, 8)}:${callId}`;
}

/** Whether a call that is kept under this id has the log's id of another one; its skill may stand behind it. */
function isOf(id: string, { logId }: LoggedCall): boolean {
  const own = id.replace(/^[0-9a-f]{8}:/, "");
  return own === logId || own.startsWith(`${logId}/`);
}
