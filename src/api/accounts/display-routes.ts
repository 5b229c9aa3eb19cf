import type { FastifyInstance } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { WaitingDisplays } from "../sign-in/displays.ts";
import { setCookie } from "../sign-in/session-cookie.ts";
import { addUser } from "../sign-in/users.ts";
import { iso, signedInAnswerOf, userAnswerOf } from "./account-answers.ts";
import { addAccountRoute } from "./asked.ts";
import { acceptForm, claimForm, showCodeForm } from "./forms.ts";
import type { AccountSources } from "./session-routes.ts";

/**
 * Screens on a wall: an unsigned one shows a code, an administrator accepts it, and the screen has a session of its own, which
 * lasts until somebody ends it. What it shows is a user with the role of a display: to end it for good, remove that one.
 */
export function addDisplayRoutes(api: FastifyInstance, { store, sessions, now }: AccountSources): void {
  const waiting = new WaitingDisplays();
  addAccountRoute(api, sessions, showCodeForm, async ({ from }) => {
    const { code, key, endsAt } = waiting.add(from.address, now());
    return { code, key, endsAt: iso(endsAt) };
  });
  addAccountRoute(api, sessions, acceptForm, async ({ body: { code, name, ...wanted }, by }) => {
    const screen = waiting.require(code, now());
    const user = await addUser(store, name, { ...wanted, role: "display" }, { by, now: now() });
    screen.accepted = user.id;
    return userAnswerOf(user);
  });
  addAccountRoute(api, sessions, claimForm, async ({ body, from, request, reply }) => {
    const id = waiting.claim(body.key, now());
    if (id === null) return { accepted: false };
    const user = (await store.accounts.users()).find((one) => one.id === id);
    if (!user) throw new Fault("display-code-unknown", { code: "" });
    const { session, secret } = await sessions.begin(user, from, { detail: "display", longestMs: null });
    setCookie(request, reply, secret, { lasting: true });
    return { accepted: true, ...signedInAnswerOf(session, await store.operations(), null) };
  });
}
