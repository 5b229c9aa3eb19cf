import type { MisreadZone } from "../time/local-time.ts";
import type { Sentence } from "./language.ts";

/** The warning of a zone whose name is read the wrong way round. */
export function misreadZoneSentence({ zone, offset }: MisreadZone): Sentence {
  return {
    es: `Ojo: ${zone} es UTC${offset}, al contrario de lo que parece. Use el nombre de un lugar, como America/Bogota.`,
    en: `Watch out: ${zone} is UTC${offset}, the opposite of what it looks like. Use the name of a place, like America/Bogota.`,
  };
}
