import type { SkillId } from "../line/ids.ts";

/** What somebody may do, each all that those before it may: a display only shows. */
export const roles = ["display", "viewer", "supervisor", "administrator"] as const;
export type Role = (typeof roles)[number];

/** What may be chosen for a user, and changed later. */
export interface UserSettings {
  readonly role: Role;
  /** `null`: every operation, for administrators alone. */
  readonly operation: number | null;
  /** The skills that they may see; `null`: all of the operation. */
  readonly skills: readonly SkillId[] | null;
  /** Whether they see numbers of people whole. */
  readonly seesNumbers: boolean;
  readonly language: "es" | "en";
}

/** Somebody as the company's own sign-in (OpenID Connect) knows them: what it calls them means nothing to another one. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

export interface NewUser extends UserSettings {
  /** Unique, whatever its case. */
  readonly name: string;
  /** As `passwordHash` makes it; `null`: no password opens it. */
  readonly password: string | null;
  /** `null`: made here, and not by the company's sign-in. */
  readonly identity: Identity | null;
  /** Epoch ms. */
  readonly createdAt: number;
}

export interface UserRecord extends NewUser {
  readonly id: number;
}

/** Whether they administer every operation, and with that who signs in, displays and tokens. */
export function isAdministrator({ role, operation }: Pick<UserSettings, "role" | "operation">): boolean {
  return role === "administrator" && operation === null;
}

export interface NewSession {
  /** Names it to people; opens nothing. */
  readonly id: string;
  /** SHA-256 of the secret in the cookie, 32 bytes. */
  readonly secretHash: Uint8Array;
  readonly user: number;
  /** Epoch ms. */
  readonly beganAt: number;
  /** Epoch ms; `null`: until somebody ends it, as a display's. */
  readonly endsAt: number | null;
  /** Where it began. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly browser: string;
}

export interface SessionRecord extends Omit<NewSession, "user"> {
  /** As they are now. */
  readonly user: UserRecord;
  /** Epoch ms, to the minute. */
  readonly usedAt: number;
}

/** A key that signs its user in once. */
export interface SignInLink {
  /** SHA-256 of the key. */
  readonly keyHash: Uint8Array;
  readonly user: number;
  /** Epoch ms. */
  readonly endsAt: number;
}

/** What is kept of those who sign in and of what they do, by what people look for. */
export const actsOfKind = {
  "sign-ins": ["signed-in", "signed-out", "session-ended"],
  orders: ["order"],
  numbers: ["number-seen"],
  changes: [
    "user-added",
    "user-changed",
    "user-removed",
    "display-accepted",
    "token-added",
    "token-revoked",
    "settings-changed",
    "prompt-replaced",
    "prompt-brought-back",
  ],
} as const;
export type AuditAct = (typeof actsOfKind)[keyof typeof actsOfKind][number];

export interface AuditEntry {
  /** Epoch ms. */
  readonly at: number;
  readonly act: AuditAct;
  /** The name of who did it, as it was then; `null`: nobody who was signed in. */
  readonly user: string | null;
  readonly session: string | null;
  readonly address: string | null;
  readonly operation: number | null;
  /** What it was done to: a callback, a user, a session; never a number of a person. */
  readonly subject: string;
  /** What of it, in codes: `cancel done`. */
  readonly detail: string;
}

export interface KeptAuditEntry extends AuditEntry {
  /** Grows. */
  readonly id: number;
}

export interface AuditWanted {
  readonly before?: number;
  readonly limit: number;
  readonly acts?: readonly AuditAct[];
}

/** Users, their sessions, and what they did. Everything is durable when its promise is fulfilled. */
export interface Accounts {
  users(): Promise<UserRecord[]>;
  /** By the name, whatever its case. */
  userNamed(name: string): Promise<UserRecord | null>;
  userWithIdentity(identity: Identity): Promise<UserRecord | null>;
  /** `null` when the name is taken, or the identity. */
  addUser(user: NewUser): Promise<UserRecord | null>;
  /** A new password ends all sessions. `false` when there is no such user. */
  changeUser(id: number, changed: Partial<UserSettings & Pick<NewUser, "password">>): Promise<boolean>;
  /** With all their sessions and links. `false` when there is no such user. */
  removeUser(id: number): Promise<boolean>;

  addSession(session: NewSession): Promise<void>;
  /** Synchronous and cheap: asked for every request. Its end counts as the revocation of a token does. */
  session(secretHash: Uint8Array): SessionRecord | null;
  /** Those of one user, or all; the newest first. */
  sessions(user?: number): Promise<SessionRecord[]>;
  /** Notes that it was used then (epoch ms). */
  noteSessionUse(id: string, at: number): Promise<void>;
  /** `false` when there is no such session. */
  endSession(id: string): Promise<boolean>;
  /** Takes out those that ended before `now`, or were last used before `idleSince` and are not lasting (epoch ms). */
  forgetSessions(now: number, idleSince: number): Promise<void>;

  addLink(link: SignInLink): Promise<void>;
  /** The user of a link that is good at `now` (epoch ms), which it is no longer then; else `null`. */
  useLink(keyHash: Uint8Array, now: number): Promise<UserRecord | null>;

  /** A number that was seen is kept once for each session and callback. */
  note(entries: readonly AuditEntry[]): Promise<void>;
  /** The newest first: `limit` of them, with an id below `before`, and of these acts where some are named. */
  audit(wanted: AuditWanted): Promise<KeptAuditEntry[]>;
}

/** A name as it is compared. */
export function userKey(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
