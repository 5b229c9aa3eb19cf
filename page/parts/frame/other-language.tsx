import { chooseLanguage, language } from "../../store/language.ts";
import { say } from "../../words/say.ts";

/** Changes the page to the other language, in whose words it says so. */
export function OtherLanguage() {
  const other = language.value === "es" ? "en" : "es";
  return (
    <button type="button" class="plain" lang={other} onClick={() => chooseLanguage(other)}>
      {say("language")}
    </button>
  );
}
