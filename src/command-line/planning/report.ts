import { type Command, Option } from "commander";
import { liftAnswerOf } from "../../api/v1/reports/lift-answer.ts";
import { smartWaitRowAnswerOf } from "../../api/v1/reports/smart-wait.ts";
import { operationNamed } from "../../desk/operation-named.ts";
import { skillNamed } from "../../desk/skill-named.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Store } from "../../journal/port/store.ts";
import { liftText } from "../../reports/lift/lift-table.ts";
import { serviceLevel } from "../../reports/service-level.ts";
import { serviceLevelTable, serviceLevelText } from "../../reports/service-level-table.ts";
import { type GroupBy, smartWaitGroups } from "../../reports/smart-wait/smart-wait-groups.ts";
import { smartWaitTable, smartWaitText } from "../../reports/smart-wait/smart-wait-table.ts";
import { type StaffingBy, staffing } from "../../reports/staffing.ts";
import { staffingTable, staffingText } from "../../reports/staffing-table.ts";
import { localDayRange, type TimeRange } from "../../time/dates.ts";
import { positiveNumber } from "../arguments.ts";
import { withStore } from "../journal-access.ts";
import { operationOption } from "../operation-choice.ts";
import { printLists, withFormats } from "../output.ts";
import { dataCommand } from "../program.ts";
import { reader, toReader } from "../reader.ts";

export function addReport(program: Command): void {
  const report = program.command("report").description(toReader("imprime un informe", "print a report"));
  addServiceLevel(report);
  addSmartWait(report);
  addStaffing(report);
}

function addServiceLevel(report: Command): void {
  reportCommand(
    report,
    "service-level",
    toReader("cuántas llamadas se contestaron a tiempo", "how many calls were answered in time"),
  )
    .option(
      "--threshold-s <seconds>",
      toReader("contestadas en tantos segundos", "answered within this many seconds"),
      positiveNumber,
      20,
    )
    .action(async ({ thresholdS, json, csv, ...asked }) => {
      await overDays(asked, async (store, record, range) => {
        const level = await serviceLevel(store.readModels(), record.id, range, thresholdS * 1000);
        printLists({ json, csv }, [level], {
          table: () => serviceLevelTable(level, thresholdS * 1000, reader),
          text: () => serviceLevelText(level, thresholdS * 1000, reader),
        });
      });
    });
}

function addSmartWait(report: Command): void {
  reportCommand(
    report,
    "smart-wait",
    toReader(
      "a cuántos se les preguntó y se les devolvió la llamada, y cuánto esperaron después de pulsar 1",
      "how many callers were asked and called back, and how long they waited after key 1",
    ),
  )
    .addOption(
      new Option("--by <group>", toReader("una fila para cada uno", "a row for each")).choices([
        "hour",
        "day",
        "weekday",
        "class",
      ] satisfies GroupBy[]),
    )
    .option("--skill <skill>", toReader("por su nombre o su número", "its name or its number"))
    .action(async ({ by, skill, json, csv, ...asked }) => {
      await overDays(asked, async (store, record, range) => {
        const skills = (await store.settings(record.id))?.skills ?? [];
        const wanted = {
          ...range,
          now: Date.now(),
          ...(skill === undefined ? {} : { skill: skillNamed(skills, skill) }),
        };
        const readModels = store.readModels();
        const sums = await readModels.smartWaitSums(record.id, wanted, new AbortController().signal);
        const lifts = (await readModels.liftOfSkills(record.id, range.from, range.to)).filter(
          (lift) => wanted.skill === undefined || lift.skill === wanted.skill,
        );
        const groups = smartWaitGroups(sums, record.timeZone, by);
        const table = smartWaitTable(groups, by, nameIn(skills), reader);
        const shown = {
          rows: groups.map((group) => smartWaitRowAnswerOf(group, nameIn(skills))),
          lift: lifts.map((lift) => liftAnswerOf(lift, nameIn(skills), record.timeZone)),
        };
        printLists({ json, csv }, [shown], {
          table: () => table,
          text: () => [smartWaitText(table, reader), ...liftText(lifts, nameIn(skills), reader)].join("\n\n"),
        });
      });
    });
}

/** What `espera erlang --from-report` plans with. */
function addStaffing(report: Command): void {
  reportCommand(
    report,
    "staffing",
    toReader(
      "lo que las llamadas piden a los agentes: cuántas por hora, cuánto duran, con cuánta paciencia; por hora o día de la semana",
      "how much work calls bring: how many an hour, how long they take, how patient callers are; by hour or weekday",
    ),
  )
    .addOption(
      new Option("--by <group>", toReader("una fila para cada uno", "a row for each"))
        .choices(["hour", "weekday", "weekday-hour"] satisfies StaffingBy[])
        .default("hour"),
    )
    .option("--skill <skill>", toReader("por su nombre o su número", "its name or its number"))
    .action(async ({ by, skill, json, csv, ...asked }) => {
      await overDays(asked, async (store, record, { from, to }) => {
        const skills = (await store.settings(record.id))?.skills ?? [];
        const wanted = skill === undefined ? null : skillNamed(skills, skill);
        const sums = (await store.readModels().loadSums(record.id, from, to)).filter(
          (one) => wanted === null || one.skill === wanted,
        );
        const rows = staffing(sums, record.timeZone, by);
        const table = staffingTable(rows, nameIn(skills), reader);
        const shown = rows.map(({ skill: id, ...row }) => ({
          skillId: id,
          skill: nameIn(skills)(id),
          ...row,
        }));
        printLists({ json, csv }, [{ rows: shown }], {
          table: () => table,
          text: () => staffingText(table, reader),
        });
      });
    });
}

function nameIn(skills: readonly { readonly id: number; readonly name: string }[]): (id: number) => string {
  return (id) => skills.find((one) => one.id === id)?.name ?? "";
}

interface Asked {
  readonly data: string;
  readonly operation?: string;
  readonly from: string;
  readonly to: string;
}

function reportCommand(report: Command, name: string, description: string): Command {
  return withFormats(dataCommand(report, name, description))
    .requiredOption("--from <date>", toReader("primer día local, AAAA-MM-DD", "first local day, YYYY-MM-DD"))
    .requiredOption("--to <date>", toReader("último día local, incluido", "last local day, inclusive"))
    .addOption(operationOption("one"));
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
