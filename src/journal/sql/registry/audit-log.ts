import type { AuditEntry, AuditWanted, KeptAuditEntry } from "../../accounts.ts";
import { all, amongPlaces, each, type Script } from "../script.ts";

/** A number that was seen is kept once for each session and callback. */
export function* noteAudit(entries: readonly AuditEntry[]): Script<void> {
  yield* each(
    `INSERT INTO audit (at, act, "user", session, address, operation, subject, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    entries.map((one) => [
      one.at,
      one.act,
      one.user,
      one.session,
      one.address,
      one.operation,
      one.subject,
      one.detail,
    ]),
  );
}

/** The newest first. */
export function* auditEntries({
  before = Number.MAX_SAFE_INTEGER,
  limit,
  acts,
}: AuditWanted): Script<KeptAuditEntry[]> {
  const ofActs = acts ? `AND act ${amongPlaces(acts.length)}` : "";
  const rows = yield* all(
    `SELECT id, at, act, "user", session, address, operation, subject, detail FROM audit
     WHERE id < ? ${ofActs} ORDER BY id DESC LIMIT ?`,
    [before, ...(acts ?? []), limit],
  );
  return rows.map((row) => ({ ...row }) as unknown as KeptAuditEntry);
}
