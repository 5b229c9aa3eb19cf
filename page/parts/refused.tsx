import { RequestRefused } from "../store/ask.ts";
import { language } from "../store/language.ts";
import { say } from "../words/say.ts";

/** What the server refused, in the user's language, or that it was not reached; nothing where nothing went wrong. */
export function Refused({ error }: { readonly error: unknown }) {
  if (!error) return null;
  return (
    <p role="alert" class="wrong">
      {error instanceof RequestRefused
        ? (error.sentence[language.value] ?? error.message)
        : say("unreachable")}
    </p>
  );
}
