import { type Command, Help, type Option } from "commander";
import { byPattern, type Patterns } from "../words/problems/by-pattern.ts";
import { reader, toReader } from "./reader.ts";

/** Lets commander speak the reader's language: its help, and what it says of words that cannot be used. */
export function inReadersLanguage(program: Command): Command {
  return program
    .helpOption("-h, --help", toReader("muestra esta ayuda", "show this help"))
    .helpCommand("help [command]", toReader("muestra la ayuda de una orden", "show the help of a command"))
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions: (command) =>
        new Help().visibleGlobalOptions.call(globals, command).filter(({ long }) => long !== "--version"),
      styleTitle: spoken,
      commandUsage: (command) => spoken(plain.commandUsage(command)),
      subcommandTerm: (command) => spoken(plain.subcommandTerm(command)),
      optionTerm: (option) => spoken(plain.optionTerm(option)),
      optionDescription: (option: Option) => spoken(plain.optionDescription(option)),
    })
    .configureOutput({
      outputError: (message, write) => write(complaintOf(message)),
    });
}

const plain = new Help();
const globals = Object.assign(new Help(), { showGlobalOptions: true });

/** Commander's own words in what it prints as help. */
const helpWords: Patterns = [
  [/^Usage:$/, "Uso:"],
  [/^Arguments:$/, "Argumentos:"],
  [/^Options:$/, "Opciones:"],
  [/^Global Options:$/, "Opciones generales:"],
  [/^Commands:$/, "Órdenes:"],
  [/\[options\]/, "[opciones]"],
  [/\[command\]/, "[orden]"],
  [/(?<=\(|, )choices: (?=")/, "valores: "],
  [/(?<=\(|, )default: (?=["\d[])/, "por defecto: "],
  [/(?<=\(|, )env: (?=[A-Z_]+[,)])/, "variable: "],
];

/** What commander says of words that cannot be used. */
const complaints: Patterns = [
  [/missing required argument '(.+)'/, "falta el argumento '$1'"],
  [/option '(.+)' argument missing/, "la opción '$1' necesita un valor"],
  [/required option '(.+)' not specified/, "falta la opción '$1'"],
  [/unknown option '(.+)'/, "no existe la opción '$1'"],
  [/unknown command '(.+)'/, "no existe la orden '$1'"],
  [
    /too many arguments(?: for '(.+)')?\. Expected (\d+) arguments? but got (\d+)\./,
    "sobran argumentos: van $2, y hay $3.",
  ],
  [/option '(.+)' argument '(.*)' is invalid\. ?/, "el valor '$2' de la opción '$1' no sirve: "],
  [
    /option '(.+)' value '(.*)' from env '(.+)' is invalid\. ?/,
    "el valor '$2' de la variable $3 (opción '$1') no sirve: ",
  ],
  [/Allowed choices are (.+)\./, "puede ser $1."],
  [/option '(\S+)' cannot be used with option '(\S+)'/, "las opciones '$1' y '$2' no van juntas"],
  [/\(Did you mean one of (.+)\?\)/, "(¿Quiso decir una de estas: $1?)"],
  [/\(Did you mean (.+)\?\)/, "(¿Quiso decir $1?)"],
];

/** The names of values, as `--limit <count>` has one. */
const valueNames: Readonly<Record<string, string>> = {
  address: "dirección",
  addresses: "direcciones",
  call: "llamada",
  calls: "llamadas",
  channel: "canal",
  character: "carácter",
  "column=name": "columna=nombre",
  context: "contexto",
  count: "cuántas",
  date: "fecha",
  directory: "carpeta",
  factor: "factor",
  file: "archivo",
  folder: "carpeta",
  form: "forma",
  group: "grupo",
  "host:port": "host:puerto",
  language: "idioma",
  letters: "letras",
  name: "nombre",
  "name=seconds": "nombre=segundos",
  number: "número",
  part: "parte",
  "queue=skill": "cola=skill",
  requests: "peticiones",
  rule: "regla",
  run: "serie",
  seconds: "segundos",
  share: "parte",
  side: "lado",
  sound: "sonido",
  status: "estado",
  text: "texto",
  time: "hora",
  "word=meaning": "palabra=significado",
  zone: "zona",
};

function spoken(text: string): string {
  return reader === "es" ? withValueNames(byPattern(text, helpWords)) : text;
}

/** What is said of words that cannot be used, in the reader's language. */
export function complaintOf(message: string): string {
  return reader === "es" ? withValueNames(byPattern(message, complaints)) : message;
}

function withValueNames(text: string): string {
  return text.replace(
    /([<[])([a-z=:]+)((?:,?\.\.\.)?[\]>])/g,
    (all, begin: string, name: string, end: string) => {
      const spanish = valueNames[name];
      return spanish === undefined ? all : `${begin}${spanish}${end}`;
    },
  );
}
