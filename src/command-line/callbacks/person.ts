import type { Command } from "commander";
import { erasePersonForm, exportPersonForm } from "../../api/v1/schema/administration.ts";
import { readConfiguration } from "../../configuration/configuration.ts";
import { claimDirectory } from "../../journal/sqlite/registry/claim.ts";
import { recordingsOf } from "../../server/operations/recordings-of.ts";
import { counted } from "../../words/counted.ts";
import type { Language } from "../../words/language.ts";
import { withStore } from "../journal-access.ts";
import { askApi, askJournal } from "../native-api.ts";
import { operationOption } from "../operation-choice.ts";
import { configOption, dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { type AnswerOf, askServer, type Wanted } from "../server-client.ts";

/** What the law lets a person ask for: the data kept about them, and its erasure. */
export function addPerson(program: Command): void {
  const person = program
    .command("person")
    .description(toReader("lo que se guarda de una persona", "what is kept about a person"));
  dataCommand(
    person,
    "export <number>",
    toReader(
      "todo lo que se guarda de quien tiene este teléfono, en JSON",
      "everything that is kept about the person with this telephone number, as JSON",
    ),
  )
    .addOption(operationOption("one"))
    .action(async (number: string, { data, operation }) => {
      const held = await askApi(data, exportPersonForm, { operation, body: { number } });
      print(JSON.stringify(held, null, 2));
    });
  dataCommand(
    person,
    "erase <number>",
    toReader(
      "termina lo que se le prometió a este número, y lo olvida",
      "end what was promised to this number, and erase it",
    ),
  )
    .addOption(operationOption("one"))
    .addOption(configOption())
    .action(async (number: string, { data, operation, config }) => {
      const wanted = { operation, body: { number } };
      const erased =
        (await askServer(data, erasePersonForm, wanted)) ?? (await eraseAtRest(data, config, wanted));
      print(sentences[reader](erased));
      if (erased.clean === false) process.exitCode = 1;
    });
}

/** No server may start meanwhile: it would go on with what it read before. */
async function eraseAtRest(data: string, config: string | undefined, wanted: Wanted): Promise<Erasure> {
  // Where there is no journal there is nothing to claim either.
  await withStore(data, async () => {}, { readOnly: true });
  const { operations } = await readConfiguration({
    directory: data,
    ...(config === undefined ? {} : { file: config }),
  });
  const claim = claimDirectory(data);
  try {
    return await withStore(data, (store) =>
      askJournal(store, erasePersonForm, wanted, ({ name }) => {
        const configured = operations.find((one) => one.name === name);
        return configured ? recordingsOf(configured) : null;
      }),
    );
  } finally {
    claim.release();
  }
}

type Erasure = AnswerOf<typeof erasePersonForm>;

const sentences = {
  es: ({ people, names, clean }) =>
    clean !== false
      ? `Borrado${names > 0 ? `, con ${counted(names, "nombre grabado", "nombres grabados")}` : ""}. Las copias de seguridad que ya existen aún tienen el número${clean === null ? ", y también el registro y las réplicas de PostgreSQL mientras los guarde" : ""}.`
      : `${people > 0 ? "Borrado" : "Nadie tiene este número"}, pero otro proceso leía la base de datos y sus archivos pueden guardar un rastro: repita la orden cuando termine.`,
  en: ({ people, names, clean }) =>
    clean !== false
      ? `Erased${names > 0 ? `, with ${counted(names, "recorded name", "recorded names")}` : ""}. Backups that exist already still hold the number${clean === null ? ", and so do PostgreSQL's log and replicas as long as it keeps them" : ""}.`
      : `${people > 0 ? "Erased" : "Nobody has this number"}, but another process was reading the database and its files may hold a trace: repeat this once it is done.`,
} as const satisfies Record<Language, (answer: Erasure) => string>;
