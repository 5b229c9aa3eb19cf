import type { Comparison } from "../../replay/what-if/comparison.ts";
import type { Difference } from "../../replay/what-if/difference.ts";
import type { Language } from "../../words/language.ts";
import { redialSentence } from "../../words/redial-sentence.ts";
import type { Table } from "../table.ts";
import { escapeHtml, pairs, shareLines, type Whisker, whiskers } from "./charts.ts";
import { doubtSentence } from "./doubt-sentence.ts";
import { effectSentences } from "./effect-sentences.ts";
import { reportWords } from "./report-words.ts";
import { effectTable, measureText, reproductionTable, writtenDifference } from "./what-if-tables.ts";

/** What a report is about. */
export interface Reported {
  readonly comparison: Comparison;
  readonly files: readonly string[];
  readonly seeds: number;
  readonly language: Language;
}

/**
 * A replay's findings for the person who decides, as one HTML page that needs nothing else: the record, the model against it, the effect with
 * its interval, three service levels side by side, and what may not be concluded.
 */
export function htmlReport({ comparison, files, seeds, language }: Reported): string {
  const word = reportWords[language];
  const { days, record, doubts, difference, without, with: having, skills, redials } = comparison;
  const [first, last] = [days[0]?.date ?? "", days.at(-1)?.date ?? ""];
  const facts: readonly (readonly [string, string])[] = [
    [word.files, files.join(", ")],
    [word.days, days.length === 1 ? first : `${days.length} (${first} … ${last})`],
    [word.calls, measureText(record.offered, "count", language)],
    [word.runs, String(seeds)],
  ];
  const levels = [
    ["serviceLevelPromise", word.promise],
    ["serviceLevelStrict", word.strict],
    ["serviceLevelLive", word.live],
  ] as const;
  const doubted = doubts.map((doubt) => doubtSentence(doubt)[language]);
  const body = [
    `<h1>${word.title}</h1>`,
    `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`,
    doubted.length === 0
      ? `<p class="verdict good">${word.believed}</p>`
      : `<div class="verdict bad"><p>${word.nothing}</p>${list(doubted)}</div>`,
    `<h2>${word.modelTitle}</h2><p>${word.modelText}</p>`,
    shareLines(
      word.levelByDay,
      days.map(({ date }) => date.slice(5)),
      [
        { name: word.record, look: "record", values: days.map((day) => day.record.serviceLevelStrict) },
        { name: word.model, look: "model", values: days.map((day) => day.model.serviceLevelStrict) },
      ],
    ),
    `<h2>${word.effectTitle}</h2>${list(effectSentences(comparison, language))}`,
    whiskers(word.effectChart, [
      ...levels.flatMap(([name, title]) => whiskerOf(title, difference[name], language)),
      ...whiskerOf(word.abandonment, difference.abandonedShare, language),
    ]),
    `<p>${word.effectText}</p>`,
    `<h2>${word.levelsTitle}</h2>`,
    pairs(
      word.levelsChart,
      levels.map(([name, title]) => ({
        name: title,
        without: without[name] ?? 0,
        with: having[name] ?? 0,
        texts: [measureText(without[name], "share", language), measureText(having[name], "share", language)],
      })),
      [word.without, word.with],
    ),
    list(word.levelsText),
    `<h2>${word.figures}</h2>${tableHtml(effectTable(comparison, language))}`,
    ...(skills.length > 1
      ? [
          `<h3>${word.bySkill}</h3>`,
          ...skills.map(
            (skill) => `<h4>${escapeHtml(skill.name)}</h4>${tableHtml(effectTable(skill, language))}`,
          ),
        ]
      : []),
    `<h3>${word.reproduction}</h3>${tableHtml(reproductionTable(comparison, language))}`,
    `<h2>${word.limitsTitle}</h2>${list([...word.limits, ...(redials.calledAgain > 0 ? [redialSentence(redials)[language]] : [])])}`,
  ];
  return [
    "<!doctype html>",
    `<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${word.title}</title><style>${STYLE}</style></head>`,
    `<body><main>${body.join("\n")}</main></body></html>`,
    "",
  ].join("\n");
}

function whiskerOf(name: string, difference: Difference, language: Language): Whisker[] {
  const { value, low, high } = difference;
  if (value === null || low === null || high === null) return [];
  const points = (share: number) => 100 * share;
  const text = writtenDifference(difference, "share", language);
  return [{ name, value: points(value), low: points(low), high: points(high), text }];
}

function list(sentences: readonly string[]): string {
  return `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("")}</ul>`;
}

function tableHtml({ columns, rows, total }: Table): string {
  const cells = (row: Table["rows"][number]) =>
    row
      .map(({ text }, at) => `<td${columns[at]!.left ? "" : ' class="figure"'}>${escapeHtml(text)}</td>`)
      .join("");
  const head = columns.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join("");
  const foot = total ? `<tfoot><tr>${cells(total)}</tr></tfoot>` : "";
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</tbody>${foot}</table></div>`;
}

const STYLE = `
body{margin:0;background:#fff;color:#1c2530;font:16px/1.5 system-ui,sans-serif}
main{max-width:760px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:1.6rem;line-height:1.2}h2{margin-top:2.2rem;font-size:1.25rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:#55606c}dd{margin:0;overflow-wrap:anywhere}
.verdict{padding:10px 14px;border-left:5px solid}.good{background:#e9f5ee;border-color:#1f7a4d}.bad{background:#fdf1e3;border-color:#b45309}
svg{width:100%;height:auto;font:13px system-ui,sans-serif}svg text{fill:#1c2530}svg text.axis{fill:#55606c;font-size:12px}
.grid{stroke:#e3e7eb}.zero{stroke:#7b8794}polyline{fill:none;stroke-width:2}
polyline.record{stroke:#1c2530}circle.record{fill:#1c2530}polyline.model{stroke:#b45309;stroke-dasharray:5 4}circle.model{fill:#b45309}
.whisker{stroke:#1d5fa8;stroke-width:4;stroke-linecap:round}circle.effect{fill:#1d5fa8;stroke:#fff}
rect.without{fill:#9aa5b1}rect.with{fill:#1d5fa8}
.legend span{margin-right:18px}.legend i{display:inline-block;width:14px;height:10px;margin-right:6px}
i.record{background:#1c2530}i.model{background:#b45309}i.without{background:#9aa5b1}i.with{background:#1d5fa8}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:4px 10px;border-bottom:1px solid #e3e7eb;text-align:left}
td{white-space:nowrap}td.figure{text-align:right}tfoot td{font-weight:600}
@media print{main{max-width:none}h2{break-after:avoid}svg{break-inside:avoid}}
`;
