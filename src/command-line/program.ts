import { Command, CommanderError, Option } from "commander";
import { version } from "../server/version.ts";
import { inReadersLanguage } from "./parser-words.ts";
import { toReader } from "./reader.ts";

/** The program before its commands are added. A wrong call prints how it is called, and ends with 2. */
export function newProgram(): Command {
  const program = new Command("espera")
    .description(
      toReader(
        "Espera inteligente para centros de contacto: devoluciones que conservan el turno de quien llama.",
        "Smart wait for contact centres: return calls that keep the caller's place in line.",
      ),
    )
    .version(version, "-V, --version", toReader("dice la versión", "show the version"))
    // What it says is looked for before all words are read, see `reader.ts`: here it is only known and checked.
    .addOption(languageOption())
    .hook("preAction", (given, command) => {
      if (command.name() !== SPEAKS_TO_CALLERS) checkLanguage(given.opts<LanguageAsked>().lang, PRINTED);
    })
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : WRONG_USE);
    });
  return inReadersLanguage(program);
}

/** What `--lang` says; any text, see {@link checkLanguage}. */
export interface LanguageAsked {
  readonly lang?: string;
}

/** Commands print these languages. */
const PRINTED = ["es", "en"];

/** The command that checks `--lang` itself: callers are spoken to in more languages than are printed. */
const SPEAKS_TO_CALLERS = "dialogue";

function languageOption(): Option {
  const option = new Option(
    "--lang <language>",
    toReader("idioma de lo que se imprime", "language of what is printed"),
  );
  // Shown in help; which of them a command takes is not known yet.
  option.argChoices = PRINTED;
  return option;
}

/** Ends the command with 2 where that language is asked for and is none of `known`. */
export function checkLanguage(asked: string | undefined, known: readonly string[]): void {
  if (asked !== undefined && !known.includes(asked))
    wrongUse(
      `option '--lang <language>' argument '${asked}' is invalid. Allowed choices are ${known.join(", ")}.`,
    );
}

/** A command that works on a data directory. */
export function dataCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(
      new Option("--data <directory>", toReader("dónde está el diario", "where the journal is"))
        .env("ESPERA_DATA")
        .default("data"),
    );
}

/** Which configuration a command reads. */
export function configOption(): Option {
  return new Option(
    "--config <file>",
    toReader(
      "configuración; si no se dice, espera.yaml en la carpeta de datos o en la actual",
      "configuration; default: espera.yaml in the data directory, or in the current one",
    ),
  );
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Ends the command with 2: an option or argument cannot be used as it was given. */
export function wrongUse(sentence: string): never {
  throw new CommanderError(WRONG_USE, "espera.wrong-use", sentence);
}

export const WRONG_USE = 2;
