import type { Language } from "../language.ts";
import { byPattern, type Patterns } from "./by-pattern.ts";

/** What the readers of recorded calls say of a file or a row that cannot be used, in the reader's language. */
export function recordingProblem(english: string, language: Language): string {
  return language === "en" ? english : byPattern(english, inSpanish);
}

/** By what the readers say; each is one of their sentences, or what stands before or after one. */
const inSpanish: Patterns = [
  [/^( *)line (\d+): /gm, "$1línea $2: "],
  [/it has 1 field where the header has (\d+)/g, "tiene 1 campo y el encabezado $1"],
  [/it has (\d+) fields where the header has (\d+)/g, "tiene $1 campos y el encabezado $2"],
  [/(call_id|skill) is empty/g, "$1 está vacío"],
  [/(\w+_s) is neither seconds nor h:mm:ss/g, "$1 no son segundos ni h:mm:ss"],
  [
    /outcome is neither answered nor abandoned \(see --outcomes\)/g,
    "outcome no es answered ni abandoned (vea --outcomes)",
  ],
  [/outcome is neither answered nor abandoned/g, "outcome no es answered ni abandoned"],
  [/(treatment|held_out|callback_reached) is neither 0 nor 1/g, "$1 no es 0 ni 1"],
  [/choice is neither yes, no, silent nor empty/g, "choice no es yes, no ni silent, ni está vacío"],
  [
    /the call was treated and yet is held out/g,
    "a la llamada se le ofreció la devolución y aun así está en el grupo de control",
  ],
  [
    /the call has a choice and yet was not treated/g,
    "la llamada tiene una elección y aun así no se le ofreció la devolución",
  ],
  [/the callback was connected before it was dialled/g, "la devolución se conectó antes de marcarse"],
  [
    /the outcome and the callback's connection contradict each other/g,
    "el resultado contradice a la conexión de la devolución",
  ],
  [/the call was abandoned and yet has a service_s/g, "la llamada se abandonó y aun así tiene service_s"],
  [
    /its call_id came before in this file, for the same skill/g,
    "su call_id ya vino antes en este archivo, con el mismo skill",
  ],
  [
    /offered_at is a spreadsheet's number for a date: give the column the format of a date and time/g,
    "offered_at es el número con que una hoja de cálculo guarda una fecha: dele a la columna formato de fecha y hora",
  ],
  [
    /offered_at is no date and time like 1999-03-31T08:05:00/g,
    "offered_at no es una fecha y hora como 1999-03-31T08:05:00",
  ],
  [
    /the year of its dates has two digits, as in line (\d+): say where it stands with --dates dd\/mm\/yy or --dates mm\/dd\/yy/,
    "el año de sus fechas tiene dos cifras, como en la línea $1: diga dónde va con --dates dd/mm/yy o --dates mm/dd/yy",
  ],
  [
    /the date in line (\d+) has the day first and the one in line (\d+) the month/,
    "la fecha de la línea $1 tiene primero el día y la de la línea $2 el mes",
  ],
  [
    /its dates, as in line (\d+), may have the day or the month first, and none of them shows which/,
    "sus fechas, como en la línea $1, pueden tener primero el día o el mes, y ninguna lo dice",
  ],
  [
    /: say which it is with --dates dd\/mm\/yyyy or --dates mm\/dd\/yyyy/,
    ": diga cuál es con --dates dd/mm/yyyy o --dates mm/dd/yyyy",
  ],
  [/its header lacks ([\w, ]+)$/, "a su encabezado le falta $1"],
  [/its header names (\S+) twice/, "su encabezado nombra $1 dos veces"],
  [
    /its header lacks (.+?)(?:; it has (.+?))?\. Say which column is which with (.+), and what separates them with --separator/,
    "a su encabezado le falta $1; tiene $2. Diga qué columna es cuál con $3, y qué las separa con --separator",
  ],
  [/; tiene \. Diga/, ". Diga"],
  [/it is empty/, "está vacío"],
  [/it has no calls/, "no tiene llamadas"],
  [/it is no queue_log, nor a table of one/, "no es un queue_log, ni una tabla de uno"],
  [
    /a record is longer than (\d+) characters \(is a quote never closed\?\)/,
    "un registro pasa de $1 caracteres (¿falta cerrar unas comillas?)",
  ],
  [/a quote is opened and never closed/, "se abren unas comillas y no se cierran"],
  [/there is no such file/, "no existe ese archivo"],
  [/it is a directory/, "es una carpeta"],
  [/there are no files in it/, "no hay archivos en ella"],
  [/there is no such directory/, "no existe esa carpeta"],
  [/the disk is full/, "el disco está lleno"],
  [/it may not be written/, "no hay permiso para escribirlo"],
  [/it may not be read/, "no hay permiso para leerlo"],
  [/its gzip packing is cut short/, "su compresión gzip está cortada"],
  [
    /its text is of no one encoding \(UTF-8 and others are mixed, or it is cut off\); save it as UTF-8/,
    "su texto mezcla codificaciones (UTF-8 y otras), o está cortado; guárdelo como UTF-8",
  ],
  [/its gzip packing is damaged/, "su compresión gzip está dañada"],
  [/^\(empty\)$/, "(vacío)"],
  [/^( +\d+ × )other$/gm, "$1otros motivos"],
];
