import {
  type Identity,
  type NewUser,
  type Role,
  type UserRecord,
  type UserSettings,
  userKey,
} from "../../accounts.ts";
import { all, first, type Row, type Script, type Value } from "../script.ts";

export function* users(): Script<UserRecord[]> {
  return (yield* all(`SELECT ${USER_COLUMNS} FROM users ORDER BY key`)).map(userOf);
}

export function* userByName(name: string): Script<UserRecord | null> {
  const row = yield* first(`SELECT ${USER_COLUMNS} FROM users WHERE key = ?`, [userKey(name)]);
  return row ? userOf(row) : null;
}

export function* userByIdentity({ issuer, subject }: Identity): Script<UserRecord | null> {
  const row = yield* first(`SELECT ${USER_COLUMNS} FROM users WHERE issuer = ? AND subject = ?`, [
    issuer,
    subject,
  ]);
  return row ? userOf(row) : null;
}

/** `null` when the name is taken, or the identity. */
export function* insertUser(user: NewUser): Script<UserRecord | null> {
  const added = yield* first(
    `INSERT INTO users (role, operation, skills, sees_numbers, language, password, name, key, issuer, subject, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    [
      ...columnsOf(user),
      user.name,
      userKey(user.name),
      user.identity?.issuer ?? null,
      user.identity?.subject ?? null,
      user.createdAt,
    ],
  );
  return added ? { ...user, id: added["id"] as number } : null;
}

/** A new password ends all sessions. `false` when there is no such user. */
export function* updateUser(
  id: number,
  changed: Partial<UserSettings & Pick<NewUser, "password">>,
): Script<boolean> {
  const row = yield* first(`SELECT ${USER_COLUMNS} FROM users WHERE id = ?`, [id]);
  if (!row) return false;
  yield* all(
    "UPDATE users SET role = ?, operation = ?, skills = ?, sees_numbers = ?, language = ?, password = ? WHERE id = ?",
    [...columnsOf({ ...userOf(row), ...changed }), id],
  );
  if (changed.password !== undefined) yield* all('DELETE FROM sessions WHERE "user" = ?', [id]);
  return true;
}

/** With all their sessions and links. `false` when there is no such user. */
export function* deleteUser(id: number): Script<boolean> {
  for (const table of ["sessions", "sign_in_links"])
    yield* all(`DELETE FROM ${table} WHERE "user" = ?`, [id]);
  return (yield* first("DELETE FROM users WHERE id = ? RETURNING id", [id])) !== undefined;
}

/** SQL: what `userOf` reads, under names that no other table has. */
export const USER_COLUMNS =
  "users.id AS userId, users.name, users.password, users.role, users.operation, users.skills, users.sees_numbers AS seesNumbers, users.language, users.issuer, users.subject, users.created_at AS createdAt";

export function userOf(row: Row): UserRecord {
  return {
    id: row["userId"] as number,
    name: row["name"] as string,
    password: row["password"] as string | null,
    role: row["role"] as Role,
    operation: row["operation"] as number | null,
    skills: row["skills"] === null ? null : (JSON.parse(row["skills"] as string) as number[]),
    seesNumbers: row["seesNumbers"] === 1,
    language: row["language"] as "es" | "en",
    identity:
      row["issuer"] === null ? null : { issuer: row["issuer"] as string, subject: row["subject"] as string },
    createdAt: row["createdAt"] as number,
  };
}

function columnsOf(user: UserSettings & Pick<NewUser, "password">): Value[] {
  return [
    user.role,
    user.operation,
    user.skills && JSON.stringify(user.skills),
    user.seesNumbers ? 1 : 0,
    user.language,
    user.password,
  ];
}
