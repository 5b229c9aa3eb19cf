import type { NewSession, SessionRecord, SignInLink, UserRecord } from "../../accounts.ts";
import { all, first, type Row, type Script } from "../script.ts";
import { USER_COLUMNS, userOf } from "./users.ts";

export function* addSession(session: NewSession): Script<void> {
  const { id, secretHash, user, beganAt, endsAt, address, browser } = session;
  yield* all(
    `INSERT INTO sessions (id, secret_hash, "user", began_at, used_at, ends_at, address, browser)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, secretHash, user, beganAt, beganAt, endsAt, address, browser],
  );
}

/** By the hash of its secret, as it stands now. */
export function* sessionByHash(secretHash: Uint8Array): Script<SessionRecord | null> {
  const row = yield* first(`${SELECT} WHERE sessions.secret_hash = ?`, [secretHash]);
  return row ? sessionOf(row) : null;
}

/** Those of one user, or all; the newest first. */
export function* sessions(user?: number): Script<SessionRecord[]> {
  const order = "ORDER BY sessions.began_at DESC, sessions.id";
  const rows =
    user === undefined
      ? yield* all(`${SELECT} ${order}`)
      : yield* all(`${SELECT} WHERE sessions."user" = ? ${order}`, [user]);
  return rows.map(sessionOf);
}

export function* noteSessionUse(id: string, at: number): Script<void> {
  yield* all("UPDATE sessions SET used_at = ? WHERE id = ?", [at, id]);
}

/** `false` when there is no such session. */
export function* endSession(id: string): Script<boolean> {
  return (yield* first("DELETE FROM sessions WHERE id = ? RETURNING id", [id])) !== undefined;
}

/** Takes out those that ended, or were not used for long and are not lasting. */
export function* forgetSessions(now: number, idleSince: number): Script<void> {
  yield* all("DELETE FROM sessions WHERE ends_at <= ? OR (ends_at IS NOT NULL AND used_at <= ?)", [
    now,
    idleSince,
  ]);
}

export function* addLink({ keyHash, user, endsAt }: SignInLink): Script<void> {
  yield* all('INSERT INTO sign_in_links (key_hash, "user", ends_at) VALUES (?, ?, ?)', [
    keyHash,
    user,
    endsAt,
  ]);
}

/** The user of a link that is good, which it is no longer then. */
export function* useLink(keyHash: Uint8Array, now: number): Script<UserRecord | null> {
  const row = yield* first(
    `SELECT ${USER_COLUMNS} FROM sign_in_links JOIN users ON users.id = sign_in_links."user"
     WHERE key_hash = ? AND ends_at > ?`,
    [keyHash, now],
  );
  yield* all("DELETE FROM sign_in_links WHERE key_hash = ? OR ends_at <= ?", [keyHash, now]);
  return row ? userOf(row) : null;
}

const SELECT = `SELECT sessions.id, secret_hash AS secretHash, began_at AS beganAt, used_at AS usedAt, ends_at AS endsAt,
  address, browser, ${USER_COLUMNS} FROM sessions JOIN users ON users.id = sessions."user"`;

function sessionOf(row: Row): SessionRecord {
  return {
    id: row["id"] as string,
    secretHash: row["secretHash"] as Uint8Array,
    user: userOf(row),
    beganAt: row["beganAt"] as number,
    usedAt: row["usedAt"] as number,
    endsAt: row["endsAt"] as number | null,
    address: row["address"] as string,
    browser: row["browser"] as string,
  };
}
