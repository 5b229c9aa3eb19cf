import type { Command } from "commander";
import { operationNamed } from "../api/operation-named.ts";
import { localDayRange } from "../reports/dates.ts";
import { languageOf } from "../reports/language.ts";
import { serviceLevel } from "../reports/service-level.ts";
import { serviceLevelTable } from "../reports/service-level-table.ts";
import { positiveNumber } from "./arguments.ts";
import { withStore } from "./journal-access.ts";
import { dataCommand, languageOption, print } from "./program.ts";

export function addReport(program: Command): void {
  const report = program.command("report").description("print a report");
  dataCommand(report, "service-level", "how many calls were answered in time")
    .requiredOption("--from <date>", "first local day, YYYY-MM-DD")
    .requiredOption("--to <date>", "last local day, inclusive")
    .option("--operation <name>", "default: the only one there is")
    .option("--threshold-s <seconds>", "answered within", positiveNumber, 20)
    .option("--json", "as JSON")
    .addOption(languageOption())
    .action(async ({ data, operation, from, to, thresholdS, json, lang }) => {
      await withStore(
        data,
        async (store) => {
          const record = await operationNamed(store, operation);
          const range = localDayRange(from, to, record.timeZone);
          // Closed with its store.
          const level = await serviceLevel(store.readModels(), record.id, range, thresholdS * 1000);
          print(
            json
              ? JSON.stringify(level)
              : serviceLevelTable(level, thresholdS * 1000, languageOf(lang, process.env)),
          );
        },
        { readOnly: true },
      );
    });
}
