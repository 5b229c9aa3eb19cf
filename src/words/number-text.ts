import type { Language } from "./language.ts";

/** A number as readers of a language write it: `2.018,5` or `2,018.5`. */
export function numberText(value: number, language: Language, form: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language === "es" ? "es-CO" : "en", form).format(value);
}

/** The same, with just so many digits after the point. */
export function fixedNumberText(value: number, language: Language, digits: number): string {
  return numberText(value, language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
