import type { HistoryNote } from "../history/history-notes.ts";
import { counted } from "./counted.ts";
import type { Sentence } from "./language.ts";

/** What is to be known of a file of calls, in words. */
export function historyNoteSentence(note: HistoryNote): Sentence {
  switch (note.kind) {
    case "keys-rounded":
      return {
        es: `En ${counted(note.rows, "fila", "filas")} una hoja de cálculo redondeó la clave del cliente (como 5.7310E+11): ${note.rows === 1 ? "se toma como un cliente desconocido" : "se toman como clientes desconocidos"}. Exporte esa columna como texto.`,
        en: `In ${counted(note.rows, "row", "rows")} a spreadsheet rounded the customer's key (like 5.7310E+11): ${note.rows === 1 ? "it is taken as an unknown customer" : "they are taken as unknown customers"}. Export that column as text.`,
      };
    case "left-unanswered":
      return {
        es: `Entre los abandonos hay llamadas que la cola soltó sin atender: ${note.timeout} por tiempo máximo, ${note.key} por una tecla, ${note.empty} por quedar sin agentes.`,
        en: `Among the abandoned are calls that the queue let go unanswered: ${note.timeout} by its time limit, ${note.key} by a key, ${note.empty} for want of agents.`,
      };
    case "cut-off":
      return {
        es: `Se omitieron llamadas cortadas: ${counted(note.began, "empezó", "empezaron")} antes que el archivo y de ${note.waiting} no se sabe cómo terminó la espera.`,
        en: `Calls that are cut off were left out: ${note.began} began before the file does, and for ${note.waiting} it is not known how the wait ended.`,
      };
    case "talk-unknown":
      return {
        es: `De ${counted(note.calls, "llamada atendida", "llamadas atendidas")} no se sabe cuánto duró la conversación.`,
        en: `The length of the talk is not known for ${counted(note.calls, "answered call", "answered calls")}.`,
      };
    case "withdrawn":
      return {
        es: `Omitidas: ${counted(note.calls, "llamada", "llamadas")} que alguien sacó de su cola (WITHDRAW).`,
        en: `Left out: ${counted(note.calls, "call that was taken out of its queue", "calls that were taken out of their queue")} (WITHDRAW).`,
      };
    case "return-calls":
      return {
        es: `Omitidas: ${counted(note.calls, "devolución", "devoluciones")} que hizo la propia Espera.`,
        en: `Left out: ${counted(note.calls, "return call", "return calls")} that Espera made itself.`,
      };
    case "lines-repeated":
      return {
        es: `${counted(note.lines, "línea repite", "líneas repiten")} lo que otras ya decían.`,
        en: `${counted(note.lines, "line repeats", "lines repeat")} what others said before.`,
      };
    case "lines-unreadable":
      return {
        es: `${counted(note.lines, "línea no es de un queue_log y se omitió", "líneas no son de un queue_log y se omitieron")}.`,
        en: `${counted(note.lines, "line is none of a queue_log and was left out", "lines are none of a queue_log and were left out")}.`,
      };
    case "events-unknown": {
      const events = note.events.map(([name, count]) => `${name} (${count})`).join(", ");
      return {
        es: `Eventos que Espera no conoce y pasó por alto: ${events}.`,
        en: `Events that Espera does not know and passed over: ${events}.`,
      };
    }
  }
}
