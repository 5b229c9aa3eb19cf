import type { Command } from "commander";
import { operationHolding, operationsNamed } from "../api/operation-named.ts";
import type { OperationRecord, Run, Store } from "../journal/port.ts";
import { verifyOperation } from "../journal/verify.ts";
import { Fault } from "../line/faults.ts";
import { withStore } from "./journal-access.ts";
import { operationOption } from "./operation-choice.ts";
import { dataCommand, print } from "./program.ts";
import { ProgressLine } from "./progress-line.ts";
import { say } from "./reader.ts";

export function addJournal(program: Command): void {
  const journal = program.command("journal").description(say("cuida el diario", "look after the journal"));
  dataCommand(
    journal,
    "verify",
    say(
      "recalcula el estado y los informes a partir de los pasos, y compara",
      "recompute state and reports from the steps, and compare",
    ),
  )
    .option(
      "--all",
      say(
        "desde el primer paso; si no se dice, desde los últimos puntos de control",
        "from the first step; default: from the last checkpoints",
      ),
    )
    .action(async ({ data, all }) => {
      const sound = await withStore(data, (store) => verifyEverything(store, all === true), {
        readOnly: true,
      });
      if (!sound) process.exitCode = 1;
    });
  dataCommand(
    journal,
    "unfinished",
    say(
      "importaciones, envíos y días generados que se interrumpieron",
      "imports, uploads and generated days that broke off",
    ),
  )
    .addOption(operationOption("all"))
    .action(async ({ data, operation }) => {
      const runs = await withStore(data, (store) => unfinished(store, operation), { readOnly: true });
      for (const { of, kind, name, lastSeq } of runs)
        print(`${of}  ${kind} ${name}  ${lastSeq} ${say("pasos", "steps")}`);
    });
  dataCommand(
    journal,
    "drop <run>",
    say("quita una de esas, con todas sus llamadas", "take one of those out, with all its calls"),
  )
    .addOption(operationOption("found"))
    .action(async (name: string, { data, operation }) => {
      const { kind } = await withStore(data, (store) => drop(store, operation, name));
      print(`${kind} ${name}: ${say("se quitó", "taken out")}`);
    });
}

async function unfinished(
  store: Store,
  operation: string | undefined,
): Promise<(Run & { readonly of: string })[]> {
  const runs: (Run & { readonly of: string })[] = [];
  for (const { id, name } of await operationsNamed(store, operation))
    for (const run of await store.runs(id))
      if (run.kind !== "live" && !run.complete) runs.push({ ...run, of: name });
  return runs;
}

async function drop(store: Store, operation: string | undefined, name: string): Promise<Run> {
  const runOf = async ({ id }: OperationRecord) => (await store.runs(id)).find((one) => one.name === name);
  const record = await operationHolding(
    await operationsNamed(store, operation),
    async (one) => (await runOf(one)) !== undefined,
    (operations) => new Fault("run-unknown", { run: name, operation: operations }),
  );
  const run = (await runOf(record))!;
  await store.dropRun(run);
  return run;
}

async function verifyEverything(store: Store, all: boolean): Promise<boolean> {
  let sound = true;
  const progress = new ProgressLine();
  for (const operation of await store.operations()) {
    const title = ({ kind, name }: Run) => `${operation.name}  ${kind} ${name}`;
    const onProgress = (run: Run, steps: number) =>
      progress.show(`${title(run)}  ${steps} ${say("de", "of")} ${run.lastSeq} ${say("pasos", "steps")} …`);
    for await (const result of verifyOperation(store, operation.id, { all, onProgress })) {
      const { run, steps, rows, problems } = result;
      progress.clear();
      const verdict =
        problems.length === 0 ? say("bien", "ok") : `${problems.length} ${say("problemas", "problems")}`;
      print(`${title(run)}  ${steps} ${say("pasos", "steps")}, ${rows} ${say("filas", "rows")}: ${verdict}`);
      for (const problem of problems) print(`  ${problem}`);
      sound &&= problems.length === 0;
    }
  }
  return sound;
}
