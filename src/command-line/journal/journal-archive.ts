import { type Command, InvalidArgumentError } from "commander";
import { operationNamed } from "../../desk/operation-named.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Run } from "../../journal/port/run.ts";
import type { Store } from "../../journal/port/store.ts";
import type { ArchivedSteps } from "../../journal/port/upkeep.ts";
import type { LocalMonth } from "../../time/local-month.ts";
import { withStore } from "../journal-access.ts";
import { operationOption } from "../operation-choice.ts";
import { dataCommand, print } from "../program.ts";
import { toReader } from "../reader.ts";

/** `journal archive` and `journal restore`. */
export function addArchive(journal: Command): void {
  dataCommand(
    journal,
    "archive <file>",
    toReader(
      "pasa a un archivo los pasos de los meses cerrados",
      "move the steps of closed months into a file",
    ),
  )
    .requiredOption(
      "--before <month>",
      toReader("los meses anteriores a este, como 2026-03", "the months before this one, like 2026-03"),
      monthOf,
    )
    .addOption(operationOption("one"))
    .action(async (file: string, { data, before, operation }) => {
      const moved = await withStore(data, async (store) => {
        const record = await operationNamed(store, operation);
        return store.archive(await liveRun(store, record), before as LocalMonth, file);
      });
      print(`${rangeOf(moved)} → ${file}`);
    });
  dataCommand(
    journal,
    "restore <file>",
    toReader(
      "devuelve al diario los pasos de un archivo",
      "put the steps of an archive back into the journal",
    ),
  ).action(async (file: string, { data }) => {
    const moved = await withStore(data, (store) => store.restore(file));
    print(`${file} → ${rangeOf(moved)}`);
  });
}

function rangeOf({ operation, from, to, month }: ArchivedSteps): string {
  return toReader(
    `${operation}: pasos ${from} a ${to}, hasta ${month}`,
    `${operation}: steps ${from} to ${to}, up to ${month}`,
  );
}

async function liveRun(store: Store, { id }: OperationRecord): Promise<Run> {
  const live = (await store.runs(id)).find(({ kind }) => kind === "live");
  return live ?? store.openRun(id, { kind: "live", name: "live" });
}

function monthOf(text: string): LocalMonth {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError(
    toReader("escriba año y mes, como 2026-03", "write year and month, like 2026-03"),
  );
}
