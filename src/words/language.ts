/** The languages that Espera speaks. */
export type Language = "es" | "en";

/**
 * The language to print in: `es` or `en` if one was asked for, else the environment's (`LC_ALL`, `LC_MESSAGES`, `LANG`). Spanish
 * where the environment names neither.
 */
export function languageOf(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (asked === "es" || asked === "en") return asked;
  const wanted = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  return wanted.toLowerCase().startsWith("en") ? "en" : "es";
}

/** What a supervisor who asks why reads: one sentence in each language. */
export type Sentence = Readonly<Record<Language, string>>;
