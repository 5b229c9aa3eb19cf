import type { HistoryNote } from "../history/history-notes.ts";
import { counted } from "./counted.ts";
import type { Language, Sentence } from "./language.ts";
import { numberText } from "./number-text.ts";

/** What is to be known of a file of calls, in words. */
export function historyNoteSentence(note: HistoryNote): Sentence {
  switch (note.kind) {
    case "keys-rounded":
      return {
        es: `En ${counted(note.rows, "fila", "filas", "es")} una hoja de cálculo redondeó la clave del cliente (como 5.7310E+11): ${note.rows === 1 ? "se toma como un cliente desconocido" : "se toman como clientes desconocidos"}. Exporte esa columna como texto.`,
        en: `In ${counted(note.rows, "row", "rows", "en")} a spreadsheet rounded the customer's key (like 5.7310E+11): ${note.rows === 1 ? "it is taken as an unknown customer" : "they are taken as unknown customers"}. Export that column as text.`,
      };
    case "left-unanswered":
      return {
        es: `Entre los abandonos hay llamadas que la cola soltó sin atender: ${numberText(note.timeout, "es")} por tiempo máximo, ${numberText(note.key, "es")} por una tecla, ${numberText(note.empty, "es")} por quedar sin agentes.`,
        en: `Among the abandoned are calls that the queue let go unanswered: ${numberText(note.timeout, "en")} by its time limit, ${numberText(note.key, "en")} by a key, ${numberText(note.empty, "en")} for want of agents.`,
      };
    case "cut-off":
      return {
        es: `Se omitieron llamadas cortadas: ${counted(note.began, "empezó", "empezaron", "es")} antes que el archivo y de ${numberText(note.waiting, "es")} no se sabe cómo terminó la espera.`,
        en: `Calls that are cut off were left out: ${numberText(note.began, "en")} began before the file does, and for ${numberText(note.waiting, "en")} it is not known how the wait ended.`,
      };
    case "talk-unknown":
      return {
        es: `De ${counted(note.calls, "llamada atendida", "llamadas atendidas", "es")} no se sabe cuánto duró la conversación.`,
        en: `The length of the talk is not known for ${counted(note.calls, "answered call", "answered calls", "en")}.`,
      };
    case "withdrawn":
      return {
        es: `Omitidas: ${counted(note.calls, "llamada", "llamadas", "es")} que alguien sacó de su cola (WITHDRAW).`,
        en: `Left out: ${counted(note.calls, "call that was taken out of its queue", "calls that were taken out of their queue", "en")} (WITHDRAW).`,
      };
    case "return-calls":
      return {
        es: `Omitidas: ${counted(note.calls, "devolución", "devoluciones", "es")} que hizo la propia Espera.`,
        en: `Left out: ${counted(note.calls, "return call", "return calls", "en")} that Espera made itself.`,
      };
    case "lines-repeated":
      return {
        es: `${counted(note.lines, "línea repite", "líneas repiten", "es")} lo que otras ya decían.`,
        en: `${counted(note.lines, "line repeats", "lines repeat", "en")} what others said before.`,
      };
    case "lines-unreadable":
      return {
        es: `${counted(note.lines, "línea no es de un queue_log y se omitió", "líneas no son de un queue_log y se omitieron", "es")}.`,
        en: `${counted(note.lines, "line is none of a queue_log and was left out", "lines are none of a queue_log and were left out", "en")}.`,
      };
    case "events-unknown": {
      const events = (language: Language) =>
        note.events.map(([name, count]) => `${name} (${numberText(count, language)})`).join(", ");
      return {
        es: `Eventos que Espera no conoce y pasó por alto: ${events("es")}.`,
        en: `Events that Espera does not know and passed over: ${events("en")}.`,
      };
    }
  }
}
