import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, RequestRefused } from "../../store/ask.ts";
import { session, signInDisplay } from "../../store/session.ts";
import { say } from "../../words/say.ts";
import { hour } from "../../words/times.ts";

interface Code {
  readonly code: string;
  readonly key: string;
  readonly endsAt: string;
}

/** A screen that is not signed in shows a code until an administrator accepts it. */
export function Pairing() {
  const shown = useSignal<Code | null>(null);
  const isFull = useSignal(false);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        shown.value ??= await ask<Code>("/v1/displays", { method: "POST", body: {} });
        isFull.value = false;
        if (await signInDisplay(shown.value.key)) return;
      } catch (error) {
        // The code is over, or there is no room for another one; where nothing was reached it stays.
        if (error instanceof RequestRefused) {
          isFull.value = error.code === "displays-full";
          shown.value = null;
        }
      }
      if (!isGone) timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, []);
  const { code, endsAt } = shown.value ?? {};
  return (
    <main class="pairing">
      <h1>{say("wallTitle")}</h1>
      {session.value !== null && <p>{say("wallRemoved")}</p>}
      {isFull.value && <p role="status">{say("wallFull")}</p>}
      {code !== undefined && endsAt !== undefined && (
        <>
          <p>{say("wallCode")}</p>
          <p class="code">{code}</p>
          <p class="quiet">{say("wallCodeUntil", { time: hour(endsAt) })}</p>
        </>
      )}
    </main>
  );
}

const LOOK_EVERY_MS = 2_000;
