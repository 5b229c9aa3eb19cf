import { Command, CommanderError, Option } from "commander";
import { type Language, languageOf } from "../reports/language.ts";
import { version } from "../server/version.ts";

/** The program before its commands are added. Who calls it wrongly is told how, and it ends with 2. */
export function newProgram(): Command {
  return new Command("espera")
    .description(
      "Espera inteligente para centros de contacto. Smart wait for contact centres: return calls that keep the caller's place in line.",
    )
    .version(version)
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : WRONG_USE);
    });
}

/** A command that works on a data directory. */
export function dataCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option("--data <directory>", "where the journal is").env("ESPERA_DATA").default("data"));
}

/** Which configuration a command reads. */
export function configOption(): Option {
  return new Option(
    "--config <file>",
    "configuration; default: espera.yaml in the data directory, or in the current one",
  );
}

/** In which language a command prints; without it the environment's. */
export function languageOption(): Option {
  return new Option("--lang <language>", "language of what is printed").choices(["es", "en"]);
}

/**
 * In which language a command says what went wrong: that of what it prints. Those that print in one language only
 * (an administrator's) complain in English.
 */
export function languageOfComplaints(command: Command | null): Language {
  return speaksTwo(command)
    ? languageOf(command!.optsWithGlobals<{ lang?: string }>().lang, process.env)
    : "en";
}

/** Options of a command may be its parent's. */
function speaksTwo(command: Command | null): boolean {
  return (
    command !== null && (command.options.some(({ long }) => long === "--lang") || speaksTwo(command.parent))
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
