import type { Reloaded } from "../../api/v1/schema/administration.ts";
import type { Language } from "../../words/language.ts";

/** What a reload changed: `operation  skill  setting: from → to`, by the keys of espera.yaml, and what takes a restart. */
export function reloadLines({ operations, needRestart }: Reloaded, language: Language): string[] {
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
    exchange: "exchange: vale después de reiniciar (npx espera stop, y luego npx espera start).",
    operations: (names: string) =>
      `Operaciones nuevas o quitadas: ${names}. Vale después de reiniciar (npx espera stop, y luego npx espera start).`,
  },
  en: {
    nothing: "The configuration was read: nothing changed.",
    exchange: "exchange: that holds after a restart (npx espera stop, then npx espera start).",
    operations: (names: string) =>
      `Operations that came or went: ${names}. That holds after a restart (npx espera stop, then npx espera start).`,
  },
} as const satisfies Record<Language, unknown>;
