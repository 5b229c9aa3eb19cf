import type { Language } from "./language.ts";
import type { ServiceLevel, ServiceLevelReport } from "./service-level.ts";

const words = {
  es: {
    skill: "Skill",
    offered: "Ofrecidas",
    answered: "Contestadas",
    abandoned: "Abandonadas",
    within: (seconds: string) => `En ≤ ${seconds} s`,
    level: "Nivel",
    total: "Total",
    none: "No hay llamadas en esas fechas.",
    locale: "es-CO",
  },
  en: {
    skill: "Skill",
    offered: "Offered",
    answered: "Answered",
    abandoned: "Abandoned",
    within: (seconds: string) => `In ≤ ${seconds} s`,
    level: "Level",
    total: "Total",
    none: "There are no calls on those dates.",
    locale: "en-US",
  },
} as const;

/** The report as a table to read in a terminal, without a line break at its end. */
export function serviceLevelTable(
  report: ServiceLevelReport,
  thresholdMs: number,
  language: Language,
): string {
  const word = words[language];
  if (report.skills.length === 0) return word.none;
  const count = new Intl.NumberFormat(word.locale);
  const percent = new Intl.NumberFormat(word.locale, { style: "percent", minimumFractionDigits: 1 });
  const cells = (name: string, level: ServiceLevel) => [
    name,
    count.format(level.offered),
    count.format(level.answered),
    `${count.format(level.abandoned)} (${level.offered === 0 ? "-" : percent.format(level.abandoned / level.offered)})`,
    count.format(level.answeredWithinThreshold),
    level.serviceLevel === null ? "-" : percent.format(level.serviceLevel),
  ];
  const rows = [
    [
      word.skill,
      word.offered,
      word.answered,
      word.abandoned,
      word.within(count.format(thresholdMs / 1000)),
      word.level,
    ],
    ...report.skills.map((skill) => cells(`${skill.skillId} ${skill.name}`, skill)),
    cells(word.total, report.total),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("   "),
  );
  const rule = "─".repeat(lines[0]!.length);
  return [lines[0], rule, ...lines.slice(1, -1), rule, lines.at(-1)].join("\n");
}
