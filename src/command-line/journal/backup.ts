import type { Command } from "commander";
import { withStore } from "../journal-access.ts";
import { dataCommand, print } from "../program.ts";
import { toReader } from "../reader.ts";

export function addBackup(program: Command): void {
  dataCommand(
    program,
    "backup <file>",
    toReader("copia el diario sin detener nada", "copy the journal while everything goes on"),
  ).action(async (file: string, { data }) => {
    await withStore(data, (store) => store.backup(file), { readOnly: true });
    print(file);
  });
}
