import { newLinkKey } from "../../api/sign-in/sessions.ts";
import { addUser, OWNER } from "../../api/sign-in/users.ts";
import type { AccountStore } from "../../journal/port/store.ts";
import type { Language } from "../../words/language.ts";

/**
 * The key of a link that signs in, once, as the administrator of the demonstration, who has no password. `language`: of a
 * new one's page. `now`: epoch ms.
 */
export async function demonstrationLinkKey(
  store: AccountStore,
  language: Language,
  now: number,
): Promise<string> {
  const user =
    (await store.accounts.userNamed(NAME)) ??
    (await addUser(store, NAME, { role: "administrator", seesNumbers: true, language }, { by: OWNER, now }));
  return newLinkKey(store.accounts, user, now);
}

const NAME = "demo";
