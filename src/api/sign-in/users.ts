import { isDeepStrictEqual } from "node:util";
import { operationNamed } from "../../desk/operation-named.ts";
import { skillNamed } from "../../desk/skill-named.ts";
import { Fault } from "../../faults/faults.ts";
import type {
  AuditEntry,
  Identity,
  NewUser,
  Role,
  UserRecord,
  UserSettings,
} from "../../journal/accounts.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { AccountStore } from "../../journal/port/store.ts";
import { passwordHash } from "./passwords.ts";

/** What is wanted of a user; what is left out is as usual, or stays as it is. */
export interface WantedUser {
  readonly role?: Role | undefined;
  /** By its name or number; `null`: all of them. Left out: all for an administrator, else the only one there is. */
  readonly operation?: string | null | undefined;
  /** By their names or numbers; `null`: all of the operation. */
  readonly skills?: readonly string[] | null | undefined;
  readonly seesNumbers?: boolean | undefined;
  readonly language?: "es" | "en" | undefined;
  readonly password?: string | undefined;
}

/** Who does it; nobody who is signed in where the owner of the machine does. */
export type By = Pick<AuditEntry, "user" | "session" | "address">;

/**
 * Makes a user, of the company's own sign-in where an identity is given. Faults: `user-name-taken`, also where the identity is;
 * `user-settings-wrong`, `password-weak`, and those of naming operations and skills.
 */
export async function addUser(
  store: AccountStore,
  name: string,
  wanted: WantedUser & { readonly role: Role },
  {
    by,
    now,
    identity = null,
  }: { readonly by: By; readonly now: number; readonly identity?: Identity | null },
): Promise<UserRecord> {
  const settings = await settingsOf(store, wanted, { ...UNCHOSEN, role: wanted.role });
  const password = wanted.password === undefined ? null : await passwordHash(wanted.password, name);
  const user = await store.accounts.addUser({ name, ...settings, password, identity, createdAt: now });
  if (!user) throw new Fault("user-name-taken", { name });
  await note(store, "user-added", user, wanted, by, now);
  return user;
}

/** Faults as `addUser` has them. */
export async function changeUser(
  store: AccountStore,
  user: UserRecord,
  wanted: WantedUser,
  { by, now }: { readonly by: By; readonly now: number },
): Promise<void> {
  const settings = await settingsOf(store, wanted, user);
  const password =
    wanted.password === undefined ? {} : { password: await passwordHash(wanted.password, user.name) };
  await store.accounts.changeUser(user.id, { ...settings, ...password });
  await note(store, "user-changed", user, wanted, by, now);
}

/** Changes what a user has where it is not what is wanted, and gives them as they are then. Faults as `addUser` has them. */
export async function bringUserTo(
  store: AccountStore,
  user: UserRecord,
  wanted: Omit<WantedUser, "password">,
  { by, now }: { readonly by: By; readonly now: number },
): Promise<UserRecord> {
  const settings = await settingsOf(store, wanted, user);
  const brought = { ...user, ...settings };
  if (isDeepStrictEqual(brought, user)) return user;
  await store.accounts.changeUser(user.id, settings);
  await note(store, "user-changed", user, wanted, by, now);
  return brought;
}

export async function removeUser(
  store: AccountStore,
  user: UserRecord,
  { by, now }: { readonly by: By; readonly now: number },
): Promise<void> {
  await store.accounts.removeUser(user.id);
  await note(store, "user-removed", user, {}, by, now);
}

/** Fault: `user-unknown`. */
export async function userNamed(store: AccountStore, name: string): Promise<UserRecord> {
  const user = await store.accounts.userNamed(name);
  if (!user) throw new Fault("user-unknown", { name });
  return user;
}

/** The owner of the machine, who works on its files. */
export const OWNER: By = { user: null, session: null, address: null };

async function settingsOf(
  store: AccountStore,
  wanted: WantedUser,
  before: UserSettings & Partial<Pick<NewUser, "name">>,
): Promise<UserSettings> {
  const role = wanted.role ?? before.role;
  const isNew = before.name === undefined;
  const operation =
    wanted.operation === undefined && !isNew
      ? before.operation
      : await operationIdOf(store, wanted.operation, role);
  const skills =
    wanted.skills === undefined
      ? before.skills
      : wanted.skills && (await skillIdsOf(store, operation, wanted.skills));
  const settings = {
    role,
    operation,
    skills: operation === before.operation || wanted.skills ? skills : null,
    seesNumbers: wanted.seesNumbers ?? before.seesNumbers,
    language: wanted.language ?? before.language,
  };
  requireSense(settings);
  return settings;
}

async function operationIdOf(
  store: AccountStore,
  wanted: string | null | undefined,
  role: Role,
): Promise<number | null> {
  if (wanted === null || (wanted === undefined && role === "administrator")) return null;
  const { id }: OperationRecord = await operationNamed(store, wanted);
  return id;
}

async function skillIdsOf(
  store: AccountStore,
  operation: number | null,
  wanted: readonly string[],
): Promise<readonly number[]> {
  const known = operation === null ? [] : ((await store.settings(operation))?.skills ?? []);
  return [...new Set(wanted.map((name) => skillNamed(known, name)))].sort((one, other) => one - other);
}

/** Fault: `user-settings-wrong`. */
function requireSense({ role, operation, skills, seesNumbers }: UserSettings): void {
  const makesSense =
    role === "administrator" ? skills === null : operation !== null && !(seesNumbers && role === "display");
  if (!makesSense) throw new Fault("user-settings-wrong");
}

/** What was chosen, without the password itself. */
async function note(
  store: AccountStore,
  act: AuditEntry["act"],
  user: Pick<UserRecord, "name" | "operation">,
  wanted: WantedUser,
  by: By,
  at: number,
): Promise<void> {
  const { password, ...chosen } = wanted;
  const detail = [
    ...Object.entries(chosen)
      .filter(([, value]) => value !== undefined)
      .map(([what, value]) => `${what}=${Array.isArray(value) ? value.join(",") : String(value)}`),
    ...(password === undefined ? [] : ["password"]),
  ].join(" ");
  await store.accounts.note([{ at, act, ...by, operation: user.operation, subject: user.name, detail }]);
}

const UNCHOSEN: Omit<UserSettings, "role"> = {
  operation: null,
  skills: null,
  seesNumbers: false,
  language: "es",
};
