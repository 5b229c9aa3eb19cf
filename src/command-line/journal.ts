import type { Command } from "commander";
import type { Store } from "../journal/port.ts";
import { verifyRun } from "../journal/verify.ts";
import { withStore } from "./journal-access.ts";
import { dataCommand, print } from "./program.ts";

export function addJournal(program: Command): void {
  const journal = program.command("journal").description("look after the journal");
  dataCommand(journal, "verify", "recompute state and reports from the steps, and compare")
    .option("--all", "from the first step; default: from the last checkpoints")
    .action(async ({ data, all }) => {
      const sound = await withStore(data, (store) => verifyEverything(store, all === true), {
        readOnly: true,
      });
      if (!sound) process.exitCode = 1;
    });
  dataCommand(program, "backup <file>", "copy the journal while everything goes on").action(
    async (file: string, { data }) => {
      await withStore(data, (store) => store.backup(file), { readOnly: true });
      print(file);
    },
  );
}

async function verifyEverything(store: Store, all: boolean): Promise<boolean> {
  let sound = true;
  for (const operation of await store.operations()) {
    for (const run of await store.runs(operation.id)) {
      const result = await verifyRun(store, run, { all });
      const verdict = result.problems.length === 0 ? "ok" : `${result.problems.length} problems`;
      print(
        `${operation.name}  ${run.kind} ${run.name}  ${result.steps} steps, ${result.rows} rows: ${verdict}`,
      );
      for (const problem of result.problems) print(`  ${problem}`);
      sound &&= result.problems.length === 0;
    }
  }
  return sound;
}
