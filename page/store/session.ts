import { computed, signal } from "@preact/signals";
import type { SignedIn } from "../../src/api/accounts/forms.ts";
import type { SignInWaysAnswer } from "../../src/api/accounts/provider-forms.ts";
import { address, operationElse, operationShown } from "./address.ts";
import { ask, RequestRefused } from "./ask.ts";
import { language, usualLanguage } from "./language.ts";

/** Who is signed in; `null`: nobody, or not asked yet. */
export const session = signal<SignedIn | null>(null);
/** Whether the server was asked, and said that nobody is. */
export const isSignedOut = signal(false);

/** How people may sign in: as in most places, until the server was asked. */
export const ways = signal<SignInWaysAnswer>({ passwords: true, provider: null });
/** Why the company's own sign-in let nobody in, when the browser came back from it. */
export const notSignedIn = signal<RequestRefused["sentence"] | null>(null);

/** The operation that is shown; `null`: nobody is signed in, or may see none. */
export const operation = computed(() => {
  const all = session.value?.operations ?? [];
  return all.find(({ id }) => id === operationShown.value) ?? all[0] ?? null;
});

/** In which every moment is shown. */
export const timeZone = computed(() => operation.value?.timeZone ?? "UTC");

/** Whether the user's role has a right, a scope of tokens. */
export function may(right: SignedIn["rights"][number]): boolean {
  return session.value?.rights.includes(right) ?? false;
}

/** Asks who is signed in. */
export async function findSession(): Promise<void> {
  try {
    take(await ask<SignedIn>("/v1/session"));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    session.value = null;
    isSignedOut.value = true;
  }
}

/** Errors: `RequestRefused`. */
export async function signIn(name: string, password: string): Promise<void> {
  const found = await ask<SignedIn>("/v1/session", { method: "POST", body: { name, password } });
  // What another user left on the screen is not for this one.
  if (session.peek() && session.peek()!.user !== found.user) location.reload();
  else take(found);
}

export async function signOut(): Promise<void> {
  await ask("/v1/session", { method: "DELETE" });
  session.value = null;
  isSignedOut.value = true;
}

/** The link that the start prints brings a key behind its number sign; it goes out of sight, and is good once. */
export async function signInByLink(): Promise<void> {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (!key) return;
  history.replaceState(null, "", location.pathname + location.search);
  try {
    take(await ask<SignedIn>("/v1/session/link", { method: "POST", body: { key } }));
  } catch (error) {
    // Who is signed in already needs no link; others are asked for their name.
    if (!(error instanceof RequestRefused)) throw error;
  }
}

/** Asks how people may sign in. */
export async function findWays(): Promise<void> {
  try {
    ways.value = await ask<SignInWaysAnswer>("/v1/session/ways");
  } catch {
    // Who then tries to sign in learns what is wrong.
  }
}

/** Goes to the company's own sign-in; the browser comes back to `/sign-in`, and to this screen after that. Errors: `RequestRefused`. */
export async function goToProvider(): Promise<void> {
  const { to } = await ask<{ to: string }>("/v1/session/provider", { method: "POST" });
  sessionStorage.setItem(SCREEN_BEFORE, location.pathname + location.search);
  location.assign(to);
}

/** Where the browser is back from the company's own sign-in: shows the server what it brought, and opens the screen before. */
export async function returnFromProvider(): Promise<void> {
  if (location.pathname !== "/sign-in") return;
  const answer = location.search.slice(1);
  history.replaceState(null, "", sessionStorage.getItem(SCREEN_BEFORE) ?? "/");
  sessionStorage.removeItem(SCREEN_BEFORE);
  address.value = new URL(location.href);
  if (answer === "") return;
  try {
    const body = { answer, language: language.peek() };
    take(await ask<SignedIn>("/v1/session/provider/back", { method: "POST", body }));
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    notSignedIn.value = error.sentence;
  }
}

const SCREEN_BEFORE = "espera-screen-before";

/** Whether an administrator accepted a screen that shows a code; it is signed in then. Errors: `RequestRefused`. */
export async function signInDisplay(key: string): Promise<boolean> {
  const found = await ask<{ accepted: false } | ({ accepted: true } & SignedIn)>("/v1/displays/claim", {
    method: "POST",
    body: { key },
  });
  if (found.accepted) take(found);
  return found.accepted;
}

function take(found: SignedIn): void {
  const { operations } = found;
  operationElse.value = operations.length > 1 ? operations[0]!.id : null;
  session.value = found;
  isSignedOut.value = false;
  if (found.language) usualLanguage(found.language);
}
