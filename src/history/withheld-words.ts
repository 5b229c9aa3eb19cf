import { plainWord } from "./outcome-words.ts";

/** What programs write in place of a number that is withheld or not known, as `plainWord` has it. */
const words: ReadonlySet<string> = new Set(
  `anonymous anonymouscaller anonimo anonima desconocido desconocida unknown unknowncaller unavailable nodisponible private
   privado privada restricted restringido withheld blocked bloqueado oculto numerooculto none null na`.split(
    /\s+/,
  ),
);

/** Whether a customer's key says only that nobody knows the customer, as `Anonymous` or `[None]` do. */
export function isWithheld(key: string): boolean {
  const word = plainWord(key);
  return word === "" || words.has(word);
}
