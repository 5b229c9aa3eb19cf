import type { FastifyInstance } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { isAdministrator } from "../../journal/accounts.ts";
import type { AccountStore } from "../../journal/port/store.ts";
import { clearCookie, setCookie } from "../sign-in/session-cookie.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { requirePasswords, type SignInWays } from "../sign-in/sign-in-ways.ts";
import { changeUser } from "../sign-in/users.ts";
import { sessionAnswerOf } from "./account-answers.ts";
import { addAccountRoute } from "./asked.ts";
import { answerBegun, tellSession } from "./begun-session.ts";
import {
  endSessionForm,
  linkForm,
  passwordForm,
  sessionsForm,
  signInForm,
  signOutForm,
  whoForm,
} from "./forms.ts";

export interface AccountSources {
  readonly store: AccountStore;
  readonly sessions: Sessions;
  readonly ways: SignInWays;
  /** Epoch ms of the machine's clock. */
  readonly now: () => number;
}

/** Signing in and out, and the sessions that there are. */
export function addSessionRoutes(api: FastifyInstance, sources: AccountSources): void {
  const { store, sessions, ways, now } = sources;
  addAccountRoute(api, sessions, signInForm, async (asked) => {
    requirePasswords(ways);
    const { body, from } = asked;
    return answerBegun(sources, asked, await sessions.withPassword(body.name, body.password, from));
  });
  addAccountRoute(api, sessions, linkForm, async (asked) =>
    answerBegun(sources, asked, await sessions.withLink(asked.body.key, asked.from)),
  );
  addAccountRoute(api, sessions, whoForm, ({ session }) => tellSession(sources, session));
  addAccountRoute(api, sessions, signOutForm, async ({ session, request, reply }) => {
    await sessions.end(session);
    clearCookie(request, reply);
    return {};
  });
  addAccountRoute(api, sessions, passwordForm, async ({ session, body, by, from, request, reply }) => {
    requirePasswords(ways);
    const { user } = session;
    await sessions.requirePassword(user.name, body.password, from);
    await changeUser(store, user, { password: body.newPassword }, { by, now: now() });
    const begun = await sessions.begin(user, from, { detail: "new password" });
    setCookie(request, reply, begun.secret);
    return tellSession(sources, begun.session);
  });
  addAccountRoute(api, sessions, sessionsForm, async ({ session }) => {
    const all = await store.accounts.sessions(isAdministrator(session.user) ? undefined : session.user.id);
    return {
      sessions: all.filter((one) => sessions.again(one)).map((one) => sessionAnswerOf(one, session.id)),
    };
  });
  addAccountRoute(api, sessions, endSessionForm, async ({ id, session, by }) => {
    const theirs = await store.accounts.sessions(isAdministrator(session.user) ? undefined : session.user.id);
    const ended = theirs.find((one) => one.id === id);
    if (!ended) throw new Fault("session-unknown", { id });
    await store.accounts.endSession(id);
    await store.accounts.note([
      { at: now(), act: "session-ended", ...by, operation: null, subject: ended.user.name, detail: id },
    ]);
    return {};
  });
}
