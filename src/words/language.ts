/** The languages that Espera speaks. */
export type Language = "es" | "en";

/**
 * The language to print in: the one asked for, else the environment's (`LC_ALL`, `LC_MESSAGES`, `LANG`), else Spanish.
 * English only where it is named; a language that Espera does not speak reads Spanish.
 */
export function languageOf(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const wanted = asked || environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  return wanted.toLowerCase().startsWith("en") ? "en" : "es";
}

/** What a supervisor reads who asks why: one sentence in each language. */
export type Sentence = Readonly<Record<Language, string>>;
