import type { RedialCount } from "../history/redials.ts";
import { counted } from "./counted.ts";
import type { Sentence } from "./language.ts";

/** How many callers gave up and called again within the hour, and how a model takes them. */
export function redialSentence({ gaveUp, calledAgain }: RedialCount): Sentence {
  return {
    es: `De ${counted(gaveUp, "cliente conocido que abandonó", "clientes conocidos que abandonaron")}, ${counted(calledAgain, "volvió", "volvieron")} a llamar en menos de una hora. Para el modelo son otras llamadas, que entran aunque a la primera se le haya contestado.`,
    en: `Of ${counted(gaveUp, "known customer", "known customers")} who gave up, ${calledAgain} called again within the hour. To the model these are other callers, who call even where the first call was answered.`,
  };
}
