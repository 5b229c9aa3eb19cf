import type { RedialCount } from "../history/redials.ts";
import type { Sentence } from "./language.ts";
import { numberText } from "./number-text.ts";

/** How many calls were given up and followed by another within the hour, and how a model takes them. */
export function redialSentence({ gaveUp, calledAgain }: RedialCount): Sentence {
  return {
    es: `Llamadas que abandonaron clientes conocidos: ${numberText(gaveUp, "es")}; de ellas, seguidas de otra del mismo cliente en menos de una hora: ${numberText(calledAgain, "es")}. Para el modelo son otras llamadas, que entran aunque a la primera se le haya contestado.`,
    en: `Calls that known customers gave up: ${numberText(gaveUp, "en")}; of these, followed by another of the same customer within the hour: ${numberText(calledAgain, "en")}. To the model these are other callers, who call even where the first call was answered.`,
  };
}
