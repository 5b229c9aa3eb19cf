import { isAdministrator, type SessionRecord, type UserRecord } from "../../journal/accounts.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import { scopesOf } from "../sign-in/session-rights.ts";
import type { SessionAnswer, SignedIn, UserAnswer } from "./forms.ts";

/** The user who is signed in, and what they may do. `idleEndsAt`: epoch ms. */
export function signedInAnswerOf(
  { user, endsAt }: SessionRecord,
  operations: readonly OperationRecord[],
  idleEndsAt: number | null,
): SignedIn {
  return {
    user: user.name,
    role: user.role,
    rights: [...scopesOf[user.role]],
    operations: operations
      .filter(({ id }) => user.operation === null || user.operation === id)
      .map(({ id, name, timeZone, simulated }) => ({ id, name, timeZone, simulated })),
    skills: user.skills && [...user.skills],
    maySeeNumbers: user.seesNumbers,
    administers: isAdministrator(user),
    language: user.language,
    idleEndsAt: isoIfKnown(idleEndsAt),
    endsAt: isoIfKnown(endsAt),
  };
}

export function userAnswerOf(user: UserRecord): UserAnswer {
  const { id, name, role, operation, skills, seesNumbers, language, password, identity, createdAt } = user;
  return {
    id,
    name,
    role,
    operation,
    skills: skills && [...skills],
    maySeeNumbers: seesNumbers,
    language,
    hasPassword: password !== null,
    isFromProvider: identity !== null,
    createdAt: iso(createdAt),
  };
}

/** `own`: the id of the session that asks. */
export function sessionAnswerOf(session: SessionRecord, own: string): SessionAnswer {
  const { id, user, beganAt, usedAt, endsAt, address, browser } = session;
  return {
    id,
    user: user.name,
    role: user.role,
    beganAt: iso(beganAt),
    usedAt: iso(usedAt),
    endsAt: isoIfKnown(endsAt),
    address,
    browser,
    isThis: id === own,
  };
}

/** No operation gives its time zone here: moments are in UTC. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}

export function isoIfKnown(at: number | null): string | null {
  return at === null ? null : iso(at);
}
