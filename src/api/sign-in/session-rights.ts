import type { Role, SessionRecord } from "../../journal/accounts.ts";
import type { TokenScope } from "../../journal/port/registry.ts";
import type { Rights } from "./rights.ts";
import type { Sessions } from "./sessions.ts";

/** The rights of the person who is signed in, by `sessions`. */
export function rightsOfSession(session: SessionRecord, sessions: Pick<Sessions, "again" | "audit">): Rights {
  const { user } = session;
  return {
    id: `session ${session.id}`,
    scopes: scopesOf[user.role],
    seesNumbers: user.seesNumbers,
    skills: user.skills && new Set(user.skills),
    atOnce: AT_ONCE,
    isMetered: false,
    signature: user.name,
    audit: (operation, act, callbacks, detail = "") =>
      sessions.audit(session, { operation, act, detail }, callbacks),
    now: () => {
      const found = sessions.again(session);
      return found && rightsOfSession(found, sessions);
    },
  };
}

/** What each role may do, as the scopes of tokens. */
export const scopesOf: Readonly<Record<Role, readonly TokenScope[]>> = {
  display: ["read"],
  viewer: ["read", "reports"],
  supervisor: ["read", "reports", "orders"],
  administrator: ["read", "reports", "orders"],
};

/** A page asks for several things at a time. */
const AT_ONCE = 8;
