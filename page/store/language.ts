import { computed, signal } from "@preact/signals";
import type { Language } from "../../src/words/language.ts";

const KEPT_AS = "espera-language";

/** The user's choice on this machine, else what the browser asks for; Spanish where that is neither of the two. */
export const language = signal<Language>(chosen() ?? (navigator.language.startsWith("en") ? "en" : "es"));

export function chooseLanguage(next: Language): void {
  language.value = next;
  localStorage.setItem(KEPT_AS, next);
}

/** A user's language, which yields to what was chosen on this machine. */
export function usualLanguage(usual: Language): void {
  language.value = chosen() ?? usual;
}

/** By which numbers and dates are written. */
export const locale = computed(() => (language.value === "es" ? "es-CO" : "en-GB"));

function chosen(): Language | null {
  const kept = localStorage.getItem(KEPT_AS);
  return kept === "es" || kept === "en" ? kept : null;
}
