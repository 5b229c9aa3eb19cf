import type { Configuration } from "../configuration/configuration.ts";
import { localDayAt } from "../time/local-days.ts";
import { misreadZone } from "../time/local-time.ts";
import type { Language } from "../words/language.ts";
import { misreadZoneSentence } from "../words/zone-sentence.ts";
import type { RunningOperation } from "./operations/running-operation.ts";
import { version } from "./version.ts";

/** What is said at the start: where to look, by which configuration, and a line that answers with rows when it is pasted. */
export function greeting(given: {
  readonly url: string;
  /** The link by which the person who started the demonstration signs in, once; `null` where there is no demonstration. */
  readonly link: string | null;
  /** Whether anybody can sign in. */
  readonly hasUsers: boolean;
  /** Whether it listens beyond this machine without TLS. */
  readonly inTheClear: boolean;
  /** What is to be said of files that are open to others, or were. */
  readonly rights: readonly string[];
  readonly operations: readonly RunningOperation[];
  /** `null`: what runs was not configured, a recorded day is played. */
  readonly configuration: Pick<Configuration, "file" | "passedOver"> | null;
  /** The demonstration's token; `null` where there is no demonstration, or it was revoked. */
  readonly token: string | null;
  /** Epoch ms. */
  readonly now: number;
  readonly language: Language;
}): string[] {
  const { url, link, hasUsers, inTheClear, rights, operations, configuration, token, now, language } = given;
  const word = words[language];
  const lines = [`Espera ${version}  ${url}`];
  for (const { record } of operations)
    lines.push(`  ${record.name}${record.simulated ? ` (${word.simulated})` : ""}`);
  for (const { record } of operations) {
    const misread = misreadZone(record.timeZone);
    if (misread) lines.push(`  ${misreadZoneSentence(misread)[language]}`);
  }
  if (configuration) lines.push(...configurationLines(configuration, language).map((line) => `  ${line}`));
  lines.push(`  ${word.page}: ${link ?? `${url}/`}`);
  if (configuration?.file === null) lines.push(`  ${word.rush}`);
  if (!hasUsers) lines.push(`  ${word.nobody}`);
  if (inTheClear) lines.push(`  ${word.inTheClear}`);
  lines.push(...rights.map((line) => `  ${line}`));
  const first = operations[0];
  if (!token || !first) return lines;
  const { timeZone } = first.record;
  const today = localDayAt(now, timeZone).date;
  const from = `${compact(today.subtract({ days: 1 }))}000000`;
  const to = `${compact(today)}235959`;
  return [
    ...lines,
    "",
    `wolkvox-token: ${token}`,
    "",
    `curl -H "wolkvox-token: ${token}" "${url}/api/v2/reports_manager.php?api=diagram_2&date_ini=${from}&date_end=${to}"`,
    "",
    word.ends,
  ];
}

/** Which file was read, and which was not although it is there. */
export function configurationLines(
  { file, passedOver }: Pick<Configuration, "file" | "passedOver">,
  language: Language,
): string[] {
  const word = words[language];
  return [
    file === null ? word.demonstration : word.configuration(file),
    ...(passedOver === null ? [] : [word.passedOver(passedOver)]),
  ];
}

const words = {
  es: {
    simulated: "simulada: nadie llama de verdad",
    configuration: (file: string) => `Configuración: ${file}`,
    demonstration:
      "Sin espera.yaml: esta es la demostración. Para la suya: npx espera config example > espera.yaml",
    passedOver: (file: string) => `No se lee ${file}: la otra va primero.`,
    page: "Cifras en vivo",
    rush: "En la primera media hora llaman de más a Ventas, para que vea una fila en problemas.",
    nobody:
      "Nadie puede entrar todavía. Cree a quien administra: npx espera user create NOMBRE --role administrator",
    inTheClear:
      "Escucha en la red sin TLS: los tokens y los números viajan a la vista. Ponga --tls-cert y --tls-key, o un proxy con TLS delante y --host 127.0.0.1.",
    ends: "Ctrl-C termina",
  },
  en: {
    simulated: "simulated: no real calls",
    configuration: (file: string) => `Configuration: ${file}`,
    demonstration:
      "No espera.yaml: this is the demonstration. For your own: npx espera config example > espera.yaml",
    passedOver: (file: string) => `${file} is not read: the other one goes first.`,
    page: "Live figures",
    rush: "In the first half hour more callers than usual phone Ventas, so that you see a line in trouble.",
    nobody:
      "Nobody can sign in yet. Make the first administrator: npx espera user create NAME --role administrator",
    inTheClear:
      "It listens on the network without TLS: tokens and numbers travel in plain sight. Give --tls-cert and --tls-key, or put a proxy with TLS in front and use --host 127.0.0.1.",
    ends: "Ctrl-C ends it",
  },
} as const satisfies Record<Language, unknown>;

function compact(date: Temporal.PlainDate): string {
  return date.toString().replaceAll("-", "");
}
