import type { Language } from "../src/words/language.ts";

/** Points or percent with a decimal. */
export function pointsText(value: number, language: Language): string {
  return numberText(value, language, 1);
}

/** Points with two decimals, for errors that are a fraction of one. */
export function fineText(value: number, language: Language): string {
  return numberText(value, language, 2);
}

/** The name of a month that is written `1999-03`. */
export function monthName(month: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(
    new Date(`${month}-01`),
  );
}

/** A negative number has the sign of print; what rounds to zero has none. */
function numberText(value: number, language: Language, digits: number): string {
  return new Intl.NumberFormat(language === "es" ? "es-CO" : "en-US", {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
    signDisplay: "negative",
  })
    .format(value)
    .replace("-", "−");
}
