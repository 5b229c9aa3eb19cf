import { signal } from "@preact/signals";
import { OtherLanguage } from "../parts/frame/other-language.tsx";
import { Modal } from "../parts/modal.tsx";
import { RequestRefused } from "../store/ask.ts";
import { language } from "../store/language.ts";
import { goToProvider, notSignedIn, signIn, ways } from "../store/session.ts";
import { say } from "../words/say.ts";

const wrong = signal<"signInFailed" | "tooManyTries" | "unreachable" | null>(null);
const busy = signal(false);

/** Where nobody is signed in: the page asks for a name and a password, and keeps the address for afterwards. */
export function SignInScreen() {
  return (
    <main class="sign-in">
      <SignInForm hasEnded={false} />
    </main>
  );
}

/** Where a session ended: nothing is seen of the screen until somebody signs in, and what was typed there is kept for them. */
export function SignInAgain() {
  return (
    <Modal name="again" labelledBy="sign-in-title" onClose={() => {}}>
      <SignInForm hasEnded />
    </Modal>
  );
}

function SignInForm({ hasEnded }: { readonly hasEnded: boolean }) {
  const { passwords, provider } = ways.value;
  const problem = notSignedIn.value?.[language.value] ?? (wrong.value ? say(wrong.value) : null);
  return (
    <form class="sheet" onSubmit={(event) => void submit(event)}>
      <h1 id="sign-in-title">{say("signInTitle")}</h1>
      {hasEnded && <p>{say("sessionEnded")}</p>}
      {passwords && (
        <>
          <label>
            {say("userName")}
            <input name="name" autocomplete="username" required spellcheck={false} autocapitalize="none" />
          </label>
          <label>
            {say("password")}
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
        </>
      )}
      {problem !== null && (
        <p class="wrong" role="alert">
          {problem}
        </p>
      )}
      {passwords && (
        <>
          <button type="submit" aria-disabled={busy.value}>
            {say("signIn")}
          </button>
          <p class="quiet">{say("signInHelp")}</p>
        </>
      )}
      {provider !== null && (
        <button type="button" aria-disabled={busy.value} onClick={() => void trying(goToProvider)}>
          {say("signInWith", { name: provider })}
        </button>
      )}
      <OtherLanguage />
    </form>
  );
}

async function submit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const { name, password } = Object.fromEntries(
    new FormData(event.currentTarget as HTMLFormElement),
  ) as Record<"name" | "password", string>;
  await trying(() => signIn(name, password));
}

async function trying(signingIn: () => Promise<void>): Promise<void> {
  if (busy.peek()) return;
  busy.value = true;
  wrong.value = null;
  notSignedIn.value = null;
  try {
    await signingIn();
  } catch (error) {
    if (!(error instanceof RequestRefused)) wrong.value = "unreachable";
    else if (error.status === 429) wrong.value = "tooManyTries";
    else if (error.code === "sign-in-refused") wrong.value = "signInFailed";
    else notSignedIn.value = error.sentence;
  } finally {
    busy.value = false;
  }
}
