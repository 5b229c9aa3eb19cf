import type { Language } from "./language.ts";
import { numberText } from "./number-text.ts";

/** A count with its noun, whose forms may have words around it: `1 fila`, `2 filas`. `language`: by which it is written; digits alone without it. */
export function counted(count: number, one: string, many: string, language?: Language): string {
  return `${language ? numberText(count, language) : count} ${count === 1 ? one : many}`;
}
