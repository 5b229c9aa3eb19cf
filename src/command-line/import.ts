import type { Command } from "commander";
import { importCallLog } from "../operation/import.ts";
import { withStore } from "./journal-access.ts";
import { dataCommand, print } from "./program.ts";

export function addImport(program: Command): void {
  dataCommand(program, "import <file...>", "take recorded calls as history")
    .requiredOption("--operation <name>", "whose calls they are; made when there is none")
    .option("--time-zone <zone>", "IANA zone of the file's times; default: the operation's")
    .option("--skip-bad", "leave rows out that cannot be used")
    .action(async (files: string[], { data, operation, timeZone, skipBad }) => {
      await withStore(data, async (store) => {
        for (const file of files) {
          const imported = await importCallLog({ store, operation, file, timeZone, skipBad });
          print(`${file}: ${imported.calls} llamadas / calls → ${operation}`);
          if (imported.leftOut > 0) print(`  ${imported.leftOut} filas omitidas / rows left out`);
        }
      });
    });
}
