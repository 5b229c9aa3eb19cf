import type { FastifyInstance } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { actsOfKind, isAdministrator, type UserRecord } from "../../journal/accounts.ts";
import { newLinkKey } from "../sign-in/sessions.ts";
import { addUser, changeUser, removeUser, type WantedUser } from "../sign-in/users.ts";
import { iso, userAnswerOf } from "./account-answers.ts";
import { addAccountRoute } from "./asked.ts";
import {
  type AuditAnswer,
  addUserForm,
  auditForm,
  changeUserForm,
  removeUserForm,
  userLinkForm,
  usersForm,
} from "./forms.ts";
import type { AccountSources } from "./session-routes.ts";

/** Users, for administrators, and what all of them did. */
export function addUserRoutes(api: FastifyInstance, { store, sessions, now }: AccountSources): void {
  const { accounts } = store;
  addAccountRoute(api, sessions, usersForm, async () => ({
    users: (await accounts.users()).map(userAnswerOf),
  }));
  addAccountRoute(api, sessions, addUserForm, async ({ body: { name, role, ...wanted }, by }) =>
    userAnswerOf(await addUser(store, name, { ...asWanted(wanted), role }, { by, now: now() })),
  );
  addAccountRoute(api, sessions, changeUserForm, async ({ id, body: { role, ...wanted }, by }) => {
    const user = await userOf(id);
    if ((role ?? user.role) !== "administrator" || wanted.operation != null) await requireAnother(user);
    await changeUser(store, user, { ...asWanted(wanted), role }, { by, now: now() });
    return userAnswerOf(await userOf(id));
  });
  addAccountRoute(api, sessions, removeUserForm, async ({ id, by }) => {
    const user = await userOf(id);
    await requireAnother(user);
    await removeUser(store, user, { by, now: now() });
    return {};
  });
  addAccountRoute(api, sessions, userLinkForm, async ({ id }) => ({
    key: await newLinkKey(accounts, await userOf(id), now()),
  }));
  addAccountRoute(api, sessions, auditForm, async ({ query: { before, limit, of } }) => {
    const entries = await accounts.audit({
      limit,
      ...(before === undefined ? {} : { before }),
      ...(of === undefined ? {} : { acts: actsOfKind[of] }),
    });
    return {
      entries: entries.map((entry): AuditAnswer => ({ ...entry, at: iso(entry.at) })),
      next: entries.length < limit ? null : entries.at(-1)!.id,
    };
  });

  /** Fault: `user-unknown`. */
  async function userOf(id: string): Promise<UserRecord> {
    const user = (await accounts.users()).find((one) => String(one.id) === id);
    if (!user) throw new Fault("user-unknown", { name: id });
    return user;
  }

  /** Nobody locks everybody out. Fault: `user-last-administrator`. */
  async function requireAnother({ id, name }: UserRecord): Promise<void> {
    const others = (await accounts.users()).filter((one) => one.id !== id && isAdministrator(one));
    if (others.length === 0) throw new Fault("user-last-administrator", { name });
  }
}

function asWanted({
  maySeeNumbers,
  ...wanted
}: Omit<WantedUser, "seesNumbers" | "role"> & { readonly maySeeNumbers?: boolean | undefined }): WantedUser {
  return { ...wanted, seesNumbers: maySeeNumbers };
}
