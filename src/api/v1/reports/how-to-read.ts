import type { Sentence } from "../../../words/language.ts";

/** What a reader of a report has to know, beside its columns. */
export const howToRead = {
  always: [
    {
      es: "Las filas de hoy y de ayer todavía pueden cambiar: las devoluciones siguen.",
      en: "Rows of today and yesterday may still change: callbacks go on.",
    },
    {
      es: "Cada llamada cuenta en el momento en que llegó, también lo que pasó con ella después.",
      en: "A call counts at the moment it arrived, and so does what became of it later.",
    },
    {
      es: "Los números de teléfono son texto, los porcentajes son números y las fechas son fechas en la zona de la operación.",
      en: "Telephone numbers are text, percentages are numbers, and dates are dates in the operation's zone.",
    },
  ],
  levels: [
    {
      es: "Estricto: con un agente dentro del tiempo de la meta desde que llegó, de todas las llamadas.",
      en: "Strict: with an agent within the target's time of arriving, of all calls.",
    },
    {
      es: "En vivo: lo mismo, sin contar a quienes pidieron la devolución.",
      en: "Live: the same, without those who asked for a return call.",
    },
    {
      es: "Con la promesa: así, o devueltas a tiempo y con un agente dentro de ese tiempo desde que el cliente pulsó 1.",
      en: "With the promise: so, or called back in time and with an agent within that time of the customer's key 1.",
    },
  ],
  lift: [
    {
      es: "Mejora: puntos porcentuales que subió el nivel. «Desde» y «hasta» abarcan la mejora verdadera 19 veces de cada 20.",
      en: "Lift: percentage points by which the level rose. Low and high hold the true lift 19 times in 20.",
    },
    {
      es: "Sin un valor entre «desde» y «hasta», son solo cotas: hubo muy pocas personas en el grupo de control.",
      en: "Where there is no value between low and high, they are bounds only: too few callers were held out.",
    },
  ],
} as const satisfies Readonly<Record<string, readonly Sentence[]>>;
