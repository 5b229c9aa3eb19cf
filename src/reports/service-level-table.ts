import type { Language } from "./language.ts";
import type { ServiceLevel, ServiceLevelReport } from "./service-level.ts";
import { levelWords } from "./service-level-words.ts";
import { textTable } from "./text-table.ts";

/** The report as a table to read in a terminal, without a line break at its end. */
export function serviceLevelTable(
  report: ServiceLevelReport,
  thresholdMs: number,
  language: Language,
): string {
  const word = levelWords[language];
  if (report.skills.length === 0) return word.none;
  const count = new Intl.NumberFormat(word.locale);
  const percent = new Intl.NumberFormat(word.locale, { style: "percent", minimumFractionDigits: 1 });
  const share = (level: number | null) => (level === null ? "-" : percent.format(level));
  const cells = (name: string, level: ServiceLevel) => [
    name,
    count.format(level.offered),
    count.format(level.answered),
    count.format(level.answeredByReturnCall),
    `${count.format(level.abandoned)} (${share(level.offered === 0 ? null : level.abandoned / level.offered)})`,
    count.format(level.open),
    count.format(level.answeredWithinThreshold),
    share(level.serviceLevel),
    share(level.serviceLevelLive),
    share(level.serviceLevelPromise),
  ];
  const seconds = count.format(thresholdMs / 1000);
  const header = [
    word.skill,
    word.offered,
    word.answered,
    word.byReturnCall,
    word.abandoned,
    word.open,
    word.within(seconds),
    word.strict,
    word.live,
    word.promise,
  ];
  const skills = report.skills.map((skill) => cells(`${skill.skillId} ${skill.name}`, skill));
  return `${textTable([header, ...skills, cells(word.total, report.total)], true)}\n\n${word.legend(seconds)}`;
}
