import type { Fetched } from "../../store/fetched.ts";
import { language } from "../../store/language.ts";
import { say } from "../../words/say.ts";

/** What stands where an answer is not there. */
export function Missing({ answer, error, isLoading }: Fetched<unknown>) {
  if (error)
    return (
      <p role="alert" class="wrong">
        {"sentence" in error ? (error.sentence[language.value] ?? error.message) : say("unreachable")}
      </p>
    );
  return !answer && isLoading ? <p class="quiet">{say("loading")}</p> : null;
}
