import type { Language } from "../words/language.ts";
import { levelWords } from "../words/service-level-words.ts";
import type { ServiceLevel, ServiceLevelReport } from "./service-level.ts";
import { type Column, type Table, tableOf, tableText } from "./table.ts";

type Row = ServiceLevel & { readonly skillId: number | null; readonly name: string };

/** The report as a table, with its total. */
export function serviceLevelTable(
  report: ServiceLevelReport,
  thresholdMs: number,
  language: Language,
): Table {
  const word = levelWords[language];
  const number = new Intl.NumberFormat(word.locale);
  const percent = new Intl.NumberFormat(word.locale, { style: "percent", minimumFractionDigits: 1 });
  const shareText = (level: number | null) => (level === null ? "-" : percent.format(level));
  const count = (key: string, title: string, value: (row: Row) => number): Column<Row> => ({
    key,
    title,
    value,
    text: (row) => number.format(value(row)),
  });
  const share = (key: string, title: string, value: (row: Row) => number | null): Column<Row> => ({
    key,
    title,
    value,
    text: (row) => shareText(value(row)),
  });
  const abandonedOf = ({ abandoned, offered }: Row) => (offered === 0 ? null : abandoned / offered);
  return tableOf<Row>(
    [
      { key: "skill_id", title: "", csvOnly: true, value: ({ skillId }) => skillId },
      {
        key: "skill",
        title: word.skill,
        left: true,
        value: ({ name }) => name,
        text: ({ skillId, name }) => (skillId === null ? name : `${skillId} ${name}`),
      },
      count("offered", word.offered, ({ offered }) => offered),
      count("answered", word.answered, ({ answered }) => answered),
      count("answered_by_return_call", word.byReturnCall, (row) => row.answeredByReturnCall),
      {
        key: "abandoned",
        title: word.abandoned,
        value: ({ abandoned }) => abandoned,
        text: (row) => `${number.format(row.abandoned)} (${shareText(abandonedOf(row))})`,
      },
      count("open", word.open, ({ open }) => open),
      count(
        "answered_within_threshold",
        word.within(number.format(thresholdMs / 1000)),
        (row) => row.answeredWithinThreshold,
      ),
      share("service_level", word.strict, ({ serviceLevel }) => serviceLevel),
      share("service_level_live", word.live, ({ serviceLevelLive }) => serviceLevelLive),
      share("service_level_promise", word.promise, ({ serviceLevelPromise }) => serviceLevelPromise),
    ],
    report.skills,
    { ...report.total, skillId: null, name: word.total },
  );
}

/** The report to read in a terminal, with what its columns mean, without a line break at its end. */
export function serviceLevelText(
  report: ServiceLevelReport,
  thresholdMs: number,
  language: Language,
): string {
  const word = levelWords[language];
  if (report.skills.length === 0) return word.none;
  const seconds = new Intl.NumberFormat(word.locale).format(thresholdMs / 1000);
  return `${tableText(serviceLevelTable(report, thresholdMs, language))}\n\n${word.legend(seconds)}`;
}
