import type { Command } from "commander";
import { operationsNamed } from "../../desk/operation-named.ts";
import type { Journal } from "../../journal/port/journal.ts";
import type { Registry } from "../../journal/port/registry.ts";
import { type ReplayedDay, replayDay } from "../../journal/verify/replay-day.ts";
import { localDayRange } from "../../time/local-time.ts";
import { counted } from "../../words/counted.ts";
import { withStore } from "../journal-access.ts";
import { operationOption } from "../operation-choice.ts";
import { dataCommand, print } from "../program.ts";
import { toReader } from "../reader.ts";

/** `espera journal replay --day`: a past day of an operation, bit for bit from its journal. */
export function addJournalReplay(journal: Command): void {
  dataCommand(
    journal,
    "replay",
    toReader(
      "vuelve a vivir un día a partir de su diario y dice si todo sale igual, bit por bit",
      "decide a day again from its journal, and say whether everything comes out the same, bit for bit",
    ),
  )
    .requiredOption("--day <date>", toReader("el día, como 2026-03-02", "the day, like 2026-03-02"))
    .addOption(operationOption("all"))
    .option("--json", toReader("en JSON, una línea por serie", "as JSON, a line for each run"))
    .action(async ({ data, day, operation, json }) => {
      const replayed = await withStore(data, (store) => replayAll(store, operation, day), { readOnly: true });
      for (const one of replayed) print(json ? JSON.stringify(plain(one)) : lines(one));
      if (replayed.length === 0 && !json)
        print(toReader(`No hay pasos del ${day}.`, `There are no steps of ${day}.`));
      if (replayed.length === 0 || replayed.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
    });
}

type Named = ReplayedDay & { readonly of: string };

/** Every run of the operations that has steps on a day of theirs. */
async function replayAll(
  store: Journal & Registry,
  operation: string | undefined,
  day: string,
): Promise<Named[]> {
  const all: Named[] = [];
  for (const { id, name, timeZone } of await operationsNamed(store, operation)) {
    const range = localDayRange(day, day, timeZone);
    for (const run of await store.runs(id)) {
      const replayed = await replayDay(store, run, range);
      if (replayed) all.push({ ...replayed, of: name });
    }
  }
  return all;
}

function plain({ of, run, ...rest }: Named): object {
  return { operation: of, kind: run.kind, run: run.name, ...rest };
}

function lines({ of, run, steps, decidedAgain, calls, offers, callbacks, digest, problems }: Named): string {
  const verdict =
    problems.length === 0
      ? toReader("igual, bit por bit", "the same, bit for bit")
      : counted(
          problems.length,
          toReader("diferencia", "difference"),
          toReader("diferencias", "differences"),
        );
  const figures = [
    counted(steps, toReader("paso", "step"), toReader("pasos", "steps")),
    counted(calls, toReader("llamada", "call"), toReader("llamadas", "calls")),
    counted(offers, toReader("ofrecimiento", "offer"), toReader("ofertas", "offers")),
    counted(callbacks, toReader("devolución", "callback"), toReader("devoluciones", "callbacks")),
  ];
  const older = steps - decidedAgain;
  return [
    `${of}  ${run.kind} ${run.name}  ${figures.join(", ")}: ${verdict}`,
    `  sha256 ${digest}`,
    ...(older > 0
      ? [
          toReader(
            `  ${counted(older, "paso", "pasos")} de una versión anterior de Espera: se aplicaron como estaban escritos`,
            `  ${counted(older, "step", "steps")} of an earlier version of Espera: applied as they were written`,
          ),
        ]
      : []),
    ...problems.map((problem) => `  ${problem}`),
  ].join("\n");
}
