import { type Command, InvalidArgumentError, Option } from "commander";
import { disciplineNames } from "../../configuration/configuration-settings.ts";
import { parseTarget } from "../../configuration/schema/target.ts";
import { recordedPaths } from "../../history/recorded-paths.ts";
import { allJudgements } from "../../line/judgement/judgements.ts";
import type { Target } from "../../line/settings.ts";
import { withReadingOptions } from "../planning/import-options.ts";
import { wrongUse } from "../program.ts";
import { toReader } from "../reader.ts";
import { type AsItWasOptions, asItWas } from "./as-it-was.ts";
import { choiceOf, sweepOption } from "./sweep.ts";
import { type WhatIfOptions, whatIfCommand } from "./what-if.ts";

type ReplayOptions = AsItWasOptions & WhatIfOptions & { readonly asItWas?: boolean };

/** Options that say nothing where the calls pass as they were, and those that say nothing where they do not. */
const WHAT_IF_ONLY = ["discipline", "holdOut", "acceptance", "seeds", "settings", "sweep", "report"] as const;
const AS_IT_WAS_ONLY = ["predictions", "risk", "judgement"] as const;

export function addReplay(program: Command): void {
  const command = program
    .command("replay <file...>")
    .description(
      toReader(
        "dice qué haría la espera inteligente con días grabados: CSV de llamadas, o el queue_log de Asterisk, o carpetas de ellos",
        "show what smart wait would have done on recorded days, from CSVs of calls, Asterisk's queue_log, or folders of them",
      ),
    );
  withWhatIfOptions(command);
  withAsItWasOptions(command);
  withReadingOptions(command)
    .option(
      "--skip-bad",
      toReader("omite las filas que no se pueden usar", "leave out rows that cannot be used"),
    )
    .option("--json", toReader("el resultado, en JSON", "the result, as JSON"))
    .action(async (paths: string[], options: ReplayOptions) => {
      const given = (name: string) => command.getOptionValueSource(name) === "cli";
      const wrong = (options.asItWas ? WHAT_IF_ONLY : AS_IT_WAS_ONLY).find(given);
      if (wrong) refuse(command, wrong, options.asItWas === true);
      const files = await recordedPaths(paths);
      await (options.asItWas ? asItWas(files, options) : whatIfCommand(files, options));
    });
}

function withWhatIfOptions(command: Command): void {
  command
    .option(
      "--target <share/seconds>",
      toReader("meta de nivel de servicio", "service-level target"),
      targetOf,
    )
    .option(
      "--offer-after-s <seconds>",
      toReader(
        "espera prevista desde la que se ofrece; si no se dice, el tiempo de la meta y al menos 30",
        "predicted wait from which a call is offered; default: the target's time, and at least 30",
      ),
      (text) => chosen("offer-after-s", text).offerAfterS,
    )
    .addOption(
      new Option(
        "--discipline <name>",
        toReader(
          "la disciplina: cómo les llega el turno a las devoluciones",
          "the discipline: how callbacks take their turn",
        ),
      ).choices(disciplineNames),
    )
    .option(
      "--acceptance <share>",
      toReader(
        "qué parte acepta, de quienes oyen la oferta; si no se dice, 0.37",
        "of those asked, the share who accept; default: 0.37",
      ),
      (text) => chosen("acceptance", text).acceptance,
    )
    .option("--hold-out", toReader("con grupo de control", "with a hold-out"))
    .option(
      "--seeds <number>",
      toReader(
        "cuántas corridas; cada una sortea de nuevo lo que no está grabado",
        "how many runs to make; each draws again what is not recorded",
      ),
      seedsOf,
      3,
    )
    .option(
      "--settings <file>",
      toReader(
        "un espera.yaml con los skills de los mismos nombres",
        "an espera.yaml with skills of the same names",
      ),
    )
    .option(
      "--sweep <option=value,...>",
      toReader(
        "compara varios valores, como offer-after-s=20,30; se puede repetir",
        "compare several values, like offer-after-s=20,30; may be repeated",
      ),
      sweepOption,
    )
    .addOption(
      new Option(
        "--report <file>",
        toReader(
          "escribe un informe en HTML para quien decide",
          "write an HTML report for the person who decides",
        ),
      ).conflicts("sweep"),
    )
    .option(
      "--time-zone <zone>",
      toReader("zona IANA de las horas del archivo", "IANA zone of the file's times"),
      "America/Bogota",
    );
}

function withAsItWasOptions(command: Command): void {
  command
    .option(
      "--as-it-was",
      toReader(
        "pasa las llamadas como fueron, sin simular nada, y muestra qué se habría decidido",
        "pass the calls as they were, simulate nothing, and show what would have been decided",
      ),
    )
    .option(
      "--predictions <file>",
      toReader(
        "con --as-it-was, escribe un CSV con lo que se previó de cada llamada",
        "with --as-it-was, write a CSV with what was predicted for each call",
      ),
    )
    .option(
      "--risk <file>",
      toReader(
        "con --as-it-was, escribe un CSV con el riesgo de cada media hora, cada cinco minutos",
        "with --as-it-was, write a CSV with the risk of each half hour, every five minutes",
      ),
    )
    .addOption(
      new Option(
        "--judgement <name>",
        toReader("con --as-it-was, cómo se prevén las esperas", "with --as-it-was, how waits are predicted"),
      )
        .choices(Object.keys(allJudgements))
        .default("learned"),
    );
}

/** Ends the command: an option was given that says nothing here. */
function refuse(command: Command, name: string, asItWasWanted: boolean): never {
  const flag = command.options.find((option) => option.attributeName() === name)!.long!;
  wrongUse(
    asItWasWanted
      ? toReader(`error: ${flag} no va con --as-it-was`, `error: ${flag} does not go with --as-it-was`)
      : toReader(`error: ${flag} va con --as-it-was`, `error: ${flag} goes with --as-it-was`),
  );
}

function chosen(name: "offer-after-s" | "acceptance", text: string) {
  const choice = choiceOf(name, text);
  if (choice) return choice;
  const most = name === "acceptance" ? 1 : 3600;
  throw new InvalidArgumentError(toReader(`un número de 0 a ${most}`, `a number from 0 to ${most}`));
}

function targetOf(text: string): Target {
  const target = parseTarget(text);
  if (target) return target;
  throw new InvalidArgumentError(toReader("se escribe como 80/20", "write it like 80/20"));
}

function seedsOf(text: string): number {
  const seeds = Number(text);
  if (/^\d+$/.test(text) && seeds >= 1 && seeds <= 100) return seeds;
  throw new InvalidArgumentError(toReader("un número de 1 a 100", "a number from 1 to 100"));
}
