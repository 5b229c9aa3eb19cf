import type { Accounts } from "../../accounts.ts";
import type { Runner } from "../script.ts";
import { auditEntries, noteAudit } from "./audit-log.ts";
import {
  addLink,
  addSession,
  endSession,
  forgetSessions,
  noteSessionUse,
  sessions,
  useLink,
} from "./sessions.ts";
import { deleteUser, insertUser, updateUser, userByIdentity, userByName, users } from "./users.ts";

/** Users, sessions and the audit, except for the lookup of one session. */
export function accountsOf({ read, write }: Runner): Omit<Accounts, "session"> {
  return {
    users: () => read(users()),
    userNamed: (name) => read(userByName(name)),
    userWithIdentity: (identity) => read(userByIdentity(identity)),
    addUser: (user) => write(() => insertUser(user)),
    changeUser: (id, changed) => write(() => updateUser(id, changed)),
    removeUser: (id) => write(() => deleteUser(id)),
    addSession: (added) => write(() => addSession(added)),
    sessions: (user) => read(sessions(user)),
    noteSessionUse: (id, at) => write(() => noteSessionUse(id, at)),
    endSession: (id) => write(() => endSession(id)),
    forgetSessions: (now, idleSince) => write(() => forgetSessions(now, idleSince)),
    addLink: (link) => write(() => addLink(link)),
    useLink: (keyHash, now) => write(() => useLink(keyHash, now)),
    note: async (entries) => {
      if (entries.length > 0) await write(() => noteAudit(entries));
    },
    audit: (wanted) => read(auditEntries(wanted)),
  };
}
