import type { SessionRecord } from "../../journal/accounts.ts";
import type { AccountStore } from "../../journal/port/store.ts";
import { setCookie } from "../sign-in/session-cookie.ts";
import type { Begun, Sessions } from "../sign-in/sessions.ts";
import { signedInAnswerOf } from "./account-answers.ts";
import type { AccountForm } from "./account-form.ts";
import type { AccountAsked } from "./asked.ts";
import type { SignedIn } from "./forms.ts";

interface Sources {
  readonly store: AccountStore;
  readonly sessions: Sessions;
}

type Asked = Pick<AccountAsked<AccountForm & { readonly of: "anybody" }>, "session" | "request" | "reply">;

/** Answers with the session that began, whose secret goes into the cookie; the one that the browser had before is over. */
export async function answerBegun(
  sources: Sources,
  { session, request, reply }: Asked,
  begun: Begun,
): Promise<SignedIn> {
  if (session) await sources.sessions.end(session);
  setCookie(request, reply, begun.secret);
  return tellSession(sources, begun.session);
}

/** Who is signed in, and what they may do. */
export async function tellSession({ store, sessions }: Sources, session: SessionRecord): Promise<SignedIn> {
  return signedInAnswerOf(session, await store.operations(), sessions.idleEndOf(session));
}
