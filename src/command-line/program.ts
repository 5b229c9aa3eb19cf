import { Command, CommanderError, Option } from "commander";
import { version } from "../server/version.ts";
import { inReadersLanguage } from "./parser-words.ts";
import { say } from "./reader.ts";

/** The program before its commands are added. Who calls it wrongly is told how, and it ends with 2. */
export function newProgram(): Command {
  const program = new Command("espera")
    .description(
      say(
        "Espera inteligente para centros de contacto: devoluciones que conservan el turno de quien llama.",
        "Smart wait for contact centres: return calls that keep the caller's place in line.",
      ),
    )
    .version(version, "-V, --version", say("dice la versión", "show the version"))
    // What it says is looked for before all words are read, see `reader.ts`: here it is only known and checked.
    .addOption(
      new Option(
        "--lang <language>",
        say("idioma de lo que se imprime", "language of what is printed"),
      ).choices(["es", "en"]),
    )
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : WRONG_USE);
    });
  return inReadersLanguage(program);
}

/** A command that works on a data directory. */
export function dataCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(
      new Option("--data <directory>", say("dónde está el diario", "where the journal is"))
        .env("ESPERA_DATA")
        .default("data"),
    );
}

/** Which configuration a command reads. */
export function configOption(): Option {
  return new Option(
    "--config <file>",
    say(
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
