import { type Command, Option } from "commander";
import { skillNamed } from "../api/control/skill-named.ts";
import { operationNamed } from "../api/operation-named.ts";
import { toldRow } from "../api/v1/smart-wait.ts";
import type { OperationRecord, Store } from "../journal/port.ts";
import { localDayRange, type TimeRange } from "../reports/dates.ts";
import { languageOf } from "../reports/language.ts";
import { serviceLevel } from "../reports/service-level.ts";
import { serviceLevelTable } from "../reports/service-level-table.ts";
import { type GroupBy, smartWaitGroups } from "../reports/smart-wait-groups.ts";
import { smartWaitTable } from "../reports/smart-wait-table.ts";
import { positiveNumber } from "./arguments.ts";
import { withStore } from "./journal-access.ts";
import { operationOption } from "./operation-choice.ts";
import { dataCommand, languageOption, print } from "./program.ts";

export function addReport(program: Command): void {
  const report = program.command("report").description("print a report");
  addServiceLevel(report);
  addSmartWait(report);
}

function addServiceLevel(report: Command): void {
  reportCommand(report, "service-level", "how many calls were answered in time")
    .option("--threshold-s <seconds>", "answered within", positiveNumber, 20)
    .action(async ({ thresholdS, json, lang, ...asked }) => {
      await overDays(asked, async (store, record, range) => {
        const level = await serviceLevel(store.readModels(), record.id, range, thresholdS * 1000);
        print(
          json
            ? JSON.stringify(level)
            : serviceLevelTable(level, thresholdS * 1000, languageOf(lang, process.env)),
        );
      });
    });
}

function addSmartWait(report: Command): void {
  reportCommand(report, "smart-wait", "who was asked and called back, and how long they waited after key 1")
    .addOption(
      new Option("--by <group>", "a row for each").choices([
        "hour",
        "day",
        "weekday",
        "class",
      ] satisfies GroupBy[]),
    )
    .option("--skill <skill>", "its name or its number")
    .action(async ({ by, skill, json, lang, ...asked }) => {
      await overDays(asked, async (store, record, range) => {
        const skills = (await store.settings(record.id))?.skills ?? [];
        const wanted = {
          ...range,
          now: Date.now(),
          ...(skill === undefined ? {} : { skill: skillNamed(skills, skill) }),
        };
        const sums = await store.readModels().smartWaitSums(record.id, wanted, new AbortController().signal);
        const groups = smartWaitGroups(sums, record.timeZone, by);
        const nameOf = (id: number) => skills.find((one) => one.id === id)?.name ?? "";
        print(
          json
            ? JSON.stringify({ rows: groups.map((group) => toldRow(group, nameOf)) })
            : smartWaitTable(groups, by, nameOf, languageOf(lang, process.env)),
        );
      });
    });
}

interface Asked {
  readonly data: string;
  readonly operation?: string;
  readonly from: string;
  readonly to: string;
}

function reportCommand(report: Command, name: string, description: string): Command {
  return dataCommand(report, name, description)
    .requiredOption("--from <date>", "first local day, YYYY-MM-DD")
    .requiredOption("--to <date>", "last local day, inclusive")
    .addOption(operationOption("one"))
    .option("--json", "as JSON")
    .addOption(languageOption());
}

/** Hands over the journal, the operation and its range of local days; read models are closed with the store. */
function overDays(
  { data, operation, from, to }: Asked,
  use: (store: Store, record: OperationRecord, range: TimeRange) => Promise<void>,
): Promise<void> {
  return withStore(
    data,
    async (store) => {
      const record = await operationNamed(store, operation);
      await use(store, record, localDayRange(from, to, record.timeZone));
    },
    { readOnly: true },
  );
}
