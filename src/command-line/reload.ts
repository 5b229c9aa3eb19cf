import type { Command } from "commander";
import { type Reloaded, reloaded } from "../api/control/schemas.ts";
import { Fault } from "../line/faults.ts";
import { type Language, languageOf } from "../reports/language.ts";
import { ControlClient } from "./control-client.ts";
import { dataCommand, languageOption, print } from "./program.ts";

export function addReload(program: Command): void {
  dataCommand(program, "reload", "let the running server read its configuration again, and say what changed")
    .addOption(languageOption())
    .action(async ({ data, lang }) => {
      const answer = await new ControlClient(data).post("/v1/server/reload", {}, reloaded);
      if (!answer) throw new Fault("server-not-running", { directory: data });
      for (const line of linesOf(answer, languageOf(lang, process.env))) print(line);
    });
}

function linesOf({ operations, needRestart }: Reloaded, language: Language): string[] {
  const say = sentences[language];
  const lines = operations.flatMap(({ name, changes, needsRestart }) => [
    ...changes.map(({ skill, setting, from, to }) =>
      [name, ...(skill === null ? [] : [skill]), `${setting}: ${from} → ${to}`].join("  "),
    ),
    ...(needsRestart ? [`${name}  ${say.exchange}`] : []),
  ]);
  if (needRestart.length > 0) lines.push(say.operations(needRestart.join(", ")));
  return lines.length > 0 ? lines : [say.nothing];
}

const sentences = {
  es: {
    nothing: "Se leyó la configuración: nada cambió.",
    exchange: "exchange: vale después de reiniciar (espera stop, y luego espera start).",
    operations: (names: string) =>
      `Operaciones nuevas o quitadas: ${names}. Vale después de reiniciar (espera stop, y luego espera start).`,
  },
  en: {
    nothing: "The configuration was read: nothing changed.",
    exchange: "exchange: that holds after a restart (espera stop, then espera start).",
    operations: (names: string) =>
      `Operations that came or went: ${names}. That holds after a restart (espera stop, then espera start).`,
  },
} as const;
