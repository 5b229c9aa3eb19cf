import type { HistoryNote } from "../history/history-notes.ts";
import type { Sentence } from "./language.ts";

/** What is to be known of a file of calls, in words. */
export function historyNoteSentence(note: HistoryNote): Sentence {
  switch (note.kind) {
    case "keys-rounded":
      return {
        es: `En ${note.rows} filas una hoja de cálculo redondeó la clave del cliente (como 5.7310E+11): se toman como clientes desconocidos. Exporte esa columna como texto.`,
        en: `In ${note.rows} rows a spreadsheet rounded the customer's key (like 5.7310E+11): they are taken as unknown customers. Export that column as text.`,
      };
    case "left-unanswered":
      return {
        es: `Entre los abandonos hay llamadas que la cola soltó sin atender: ${note.timeout} por tiempo máximo, ${note.key} por una tecla, ${note.empty} por quedar sin agentes.`,
        en: `Among the abandoned are calls that the queue let go unanswered: ${note.timeout} by its time limit, ${note.key} by a key, ${note.empty} for want of agents.`,
      };
    case "cut-off":
      return {
        es: `Se omitieron llamadas cortadas: ${note.began} empezaron antes que el archivo y de ${note.waiting} no se sabe cómo terminó la espera.`,
        en: `Calls that are cut off were left out: ${note.began} began before the file does, and of ${note.waiting} nothing tells how the wait ended.`,
      };
    case "talk-unknown":
      return {
        es: `De ${note.calls} llamadas atendidas no se sabe cuánto duró la conversación.`,
        en: `Of ${note.calls} answered calls nothing tells how long the talk was.`,
      };
    case "withdrawn":
      return {
        es: `Se omitieron ${note.calls} llamadas que alguien sacó de su cola (WITHDRAW).`,
        en: `${note.calls} calls that were taken out of their queue (WITHDRAW) were left out.`,
      };
    case "return-calls":
      return {
        es: `Se omitieron ${note.calls} devoluciones que hizo la propia Espera.`,
        en: `${note.calls} return calls that Espera made itself were left out.`,
      };
    case "lines-repeated":
      return {
        es: `${note.lines} líneas repiten lo que otras ya decían.`,
        en: `${note.lines} lines repeat what others said before.`,
      };
    case "lines-unreadable":
      return {
        es: `${note.lines} líneas no son de un queue_log y se omitieron.`,
        en: `${note.lines} lines are none of a queue_log and were left out.`,
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
