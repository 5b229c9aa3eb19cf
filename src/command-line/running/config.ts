import type { Command } from "commander";
import { exampleConfiguration, readConfiguration } from "../../configuration/configuration.ts";
import { tableCsv, tableText } from "../../reports/table.ts";
import { configurationLines } from "../../server/greeting.ts";
import { openSecretLines, openSecrets } from "../../server/open-secrets.ts";
import type { Language } from "../../words/language.ts";
import { csvOption } from "../output.ts";
import { configOption, dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { configuredSkills } from "./configured-skills.ts";

export function addConfig(program: Command): void {
  const config = program
    .command("config")
    .description(
      toReader("la configuración: revisarla o empezar una", "check the configuration, or begin one"),
    );
  config
    .command("example")
    .description(
      toReader(
        "imprime el espera.yaml de la demostración, para empezar el suyo",
        "print the demonstration's espera.yaml, to begin your own with",
      ),
    )
    .action(() => {
      print(exampleConfiguration());
    });
  dataCommand(
    config,
    "check",
    toReader(
      "dice qué está mal en espera.yaml, dónde y cómo se corrige; si nada, muestra sus skills",
      "say what is wrong with espera.yaml, where, and how to correct it; if nothing is, show its skills",
    ),
  )
    .addOption(configOption())
    .addOption(csvOption())
    .action(async ({ data, config: file, csv }) => {
      const configuration = await readConfiguration({
        directory: data,
        ...(file === undefined ? {} : { file }),
      });
      if (csv) {
        print(tableCsv(configuredSkills(configuration.operations)));
        return;
      }
      const word = words[reader];
      for (const line of configurationLines(configuration, reader)) print(line);
      for (const operation of configuration.operations) {
        const { name, exchange, written } = operation;
        const { ami } = exchange.kind === "asterisk" ? exchange : { ami: null };
        print(
          `\n${name} (${written.timeZone}), ${ami ? `Asterisk ${ami.host}:${ami.port}` : word.simulated}\n`,
        );
        print(tableText(configuredSkills([operation])));
      }
      for (const line of openSecretLines(openSecrets(configuration), reader)) print(`\n${line}`);
      if (!configuration.demonstration) print(`\n${word.right}`);
    });
}

const words = {
  es: { simulated: "central simulada", right: "La configuración está bien." },
  en: { simulated: "simulated exchange", right: "The configuration is right." },
} as const satisfies Record<Language, unknown>;
