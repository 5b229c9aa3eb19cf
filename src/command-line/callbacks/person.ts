import type { Command } from "commander";
import { type ConfiguredOperation, readConfiguration } from "../../configuration/configuration.ts";
import { PersonDesk } from "../../desk/person-desk.ts";
import { type ErasureAnswer, erasureAnswer, personExport } from "../../desk/schemas.ts";
import type { Store } from "../../journal/port.ts";
import { claimDirectory } from "../../journal/sqlite/registry/claim.ts";
import { recordingsOf } from "../../server/operations/recordings-of.ts";
import { counted } from "../../words/counted.ts";
import type { Language } from "../../words/language.ts";
import { ControlClient } from "../control-client.ts";
import { withStore } from "../journal-access.ts";
import { operationOption } from "../operation-choice.ts";
import { configOption, dataCommand, print } from "../program.ts";
import { reader, say } from "../reader.ts";

/** What the law lets a person ask for: the data kept about them, and its erasure. */
export function addPerson(program: Command): void {
  const person = program
    .command("person")
    .description(say("lo que se guarda de una persona", "what is held of a person"));
  dataCommand(
    person,
    "export <number>",
    say(
      "todo lo que se guarda de quien tiene este teléfono, en JSON",
      "everything that is kept about the person with this telephone number, as JSON",
    ),
  )
    .addOption(operationOption("one"))
    .action(async (number: string, { data, operation }) => {
      const wanted = { operation, number };
      const held =
        (await new ControlClient(data).post("/v1/people/export", wanted, personExport)) ??
        (await withStore(data, (store) => deskAt(store).export(wanted), { readOnly: true }));
      print(JSON.stringify(held, null, 2));
    });
  dataCommand(
    person,
    "erase <number>",
    say(
      "termina lo que se le prometió a este número, y lo olvida",
      "end what was promised to this number, and forget it",
    ),
  )
    .addOption(operationOption("one"))
    .addOption(configOption())
    .action(async (number: string, { data, operation, config }) => {
      const wanted = { operation, number };
      const erased =
        (await new ControlClient(data).post("/v1/people/erase", wanted, erasureAnswer)) ??
        (await eraseAtRest(data, config, wanted));
      print(sentences[reader](erased));
      if (!erased.clean) process.exitCode = 1;
    });
}

/** No server may start meanwhile: it would go on with what it read before. */
async function eraseAtRest(
  data: string,
  config: string | undefined,
  wanted: { readonly operation?: string; readonly number: string },
): Promise<ErasureAnswer> {
  // Where there is no journal there is nothing to claim either.
  await withStore(data, async () => {}, { readOnly: true });
  const { operations } = await readConfiguration({
    directory: data,
    ...(config === undefined ? {} : { file: config }),
  });
  const claim = claimDirectory(data);
  try {
    return await withStore(data, (store) => deskAt(store, operations).erase(wanted));
  } finally {
    claim.release();
  }
}

function deskAt(store: Store, configured: readonly ConfiguredOperation[] = []): PersonDesk {
  const recordings = ({ name }: { readonly name: string }) => {
    const operation = configured.find((one) => one.name === name);
    return operation ? recordingsOf(operation) : null;
  };
  return new PersonDesk({ store, readModels: store.readModels(), running: () => null, recordings });
}

const sentences = {
  es: ({ people, names, clean }) =>
    clean
      ? `Borrado${names > 0 ? `, con ${counted(names, "nombre grabado", "nombres grabados")}` : ""}. Las copias de seguridad que ya existen aún tienen el número.`
      : `${people > 0 ? "Borrado" : "Nadie tiene este número"}, pero otro proceso leía la base de datos y sus archivos pueden guardar un rastro: repita la orden cuando termine.`,
  en: ({ people, names, clean }) =>
    clean
      ? `Erased${names > 0 ? `, with ${counted(names, "recorded name", "recorded names")}` : ""}. Backups that exist already still hold the number.`
      : `${people > 0 ? "Erased" : "Nobody has this number"}, but another process was reading the database and its files may hold a trace: repeat this once it is done.`,
} as const satisfies Record<Language, (answer: ErasureAnswer) => string>;
