import type { Command } from "commander";
import { acceptClock } from "../../api/v1/schema/administration.ts";
import { order } from "../native-api.ts";
import { dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";

export function addClock(program: Command): void {
  const clock = program
    .command("clock")
    .description(
      toReader("el reloj de la máquina, si alguien lo cambió", "the machine's clock, after somebody set it"),
    );
  dataCommand(
    clock,
    "accept",
    toReader(
      "hace que el servidor en marcha acepte de inmediato un reloj que alguien cambió",
      "make the running server accept at once a clock that somebody set",
    ),
  ).action(async ({ data }) => {
    const { byMs, now } = await order(data, acceptClock);
    const word = sentences[reader];
    const time = new Date(now).toISOString();
    print(byMs === 0 ? word.believed(time) : word.accepted(Math.round(byMs / 1000), time));
  });
}

const sentences = {
  es: {
    believed: (time: string) => `El reloj no está en duda: son las ${time}.`,
    accepted: (seconds: number, time: string) =>
      seconds > 0
        ? `Espera le cree al reloj, adelantado ${seconds} s: son las ${time}.`
        : `Espera le cree al reloj, atrasado ${-seconds} s: su hora, ${time}, va más despacio hasta que sean la misma.`,
  },
  en: {
    believed: (time: string) => `The clock is not in doubt: it is ${time}.`,
    accepted: (seconds: number, time: string) =>
      seconds > 0
        ? `Espera believes the clock, which is ${seconds} s ahead: it is ${time}.`
        : `Espera believes the clock, which is ${-seconds} s back: its time, ${time}, runs slower until both are the same.`,
  },
} as const;
