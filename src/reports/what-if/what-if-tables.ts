import type { Compared, Comparison } from "../../replay/what-if/comparison.ts";
import type { Difference } from "../../replay/what-if/difference.ts";
import type { Measures } from "../../replay/what-if/measures.ts";
import type { Language } from "../../words/language.ts";
import { fixedNumberText } from "../../words/number-text.ts";
import { type Column, type Table, tableOf } from "../table.ts";

/** A measure and how it is written: a share in %, its difference in points. */
interface Shown {
  readonly name: keyof Measures;
  readonly as: "share" | "seconds" | "count";
  readonly title: Readonly<Record<Language, string>>;
}

const reproduced: readonly Shown[] = [
  { name: "offered", as: "count", title: { es: "Llamadas", en: "Calls" } },
  { name: "serviceLevelStrict", as: "share", title: { es: "Nivel de servicio", en: "Service level" } },
  { name: "abandonedShare", as: "share", title: { es: "Abandono", en: "Abandonment" } },
  { name: "meanWaitS", as: "seconds", title: { es: "Espera media", en: "Mean wait" } },
];

const effects: readonly Shown[] = [
  {
    name: "serviceLevelPromise",
    as: "share",
    title: { es: "Nivel, promesas cumplidas", en: "Level, promises kept" },
  },
  { name: "serviceLevelStrict", as: "share", title: { es: "Nivel estricto", en: "Strict level" } },
  { name: "serviceLevelLive", as: "share", title: { es: "Nivel en vivo", en: "Live level" } },
  { name: "abandonedShare", as: "share", title: { es: "Abandono", en: "Abandonment" } },
  { name: "meanWaitS", as: "seconds", title: { es: "Espera media", en: "Mean wait" } },
  { name: "p90WaitS", as: "seconds", title: { es: "Espera, percentil 90", en: "Wait, 90th percentile" } },
  { name: "treatment", as: "count", title: { es: "Ofrecimientos", en: "Offers" } },
  { name: "yes", as: "count", title: { es: "Aceptan", en: "Accepted" } },
  { name: "recallOk", as: "count", title: { es: "Devoluciones logradas", en: "Called back" } },
  {
    name: "meanTimeToCallbackS",
    as: "seconds",
    title: { es: "Hasta la devolución, media", en: "Until called back, mean" },
  },
  {
    name: "p90TimeToCallbackS",
    as: "seconds",
    title: { es: "Hasta la devolución, percentil 90", en: "Until called back, 90th percentile" },
  },
];

/** How close the model comes to the record, day by day and in all. */
export function reproductionTable({ days, ...all }: Comparison, language: Language): Table {
  type Row = { readonly date: string; readonly record: Measures; readonly model: Measures };
  const columns: Column<Row>[] = [
    { key: "date", title: language === "es" ? "Día" : "Day", left: true, value: ({ date }) => date },
  ];
  for (const { name, as, title } of reproduced) {
    const one = (of: (row: Row) => Measures, key: string, word: string): Column<Row> => ({
      key,
      title: word,
      value: (row) => of(row)[name],
      text: (row) => measureText(of(row)[name], as, language),
    });
    columns.push(one(({ record }) => record, `record_${name}`, title[language]));
    if (name !== "offered")
      columns.push(one(({ model }) => model, `model_${name}`, language === "es" ? "modelo" : "model"));
  }
  return tableOf(columns, days, { date: language === "es" ? "todos" : "all", ...all });
}

/** What smart wait changes: without it, with it, and the difference with its interval. */
export function effectTable({ without, with: having, difference }: Compared, language: Language): Table {
  const word = words[language];
  const columns: Column<Shown>[] = [
    {
      key: "measure",
      title: "",
      left: true,
      value: ({ name }) => name,
      text: ({ title }) => title[language],
    },
    {
      key: "without",
      title: word.without,
      value: ({ name }) => without[name],
      text: ({ name, as }) => measureText(without[name], as, language),
    },
    {
      key: "with",
      title: word.with,
      value: ({ name }) => having[name],
      text: ({ name, as }) => measureText(having[name], as, language),
    },
    {
      key: "difference",
      title: word.difference,
      value: ({ name }) => difference[name].value,
      text: ({ name, as }) => writtenDifference(difference[name], as, language),
    },
  ];
  return tableOf(columns, effects);
}

interface Swept {
  /** The values that were swept, by their names. */
  readonly swept: { readonly named: Readonly<Record<string, string>> };
  readonly comparison: Comparison;
}

/** The table from which a planner chooses: a row for each combination. */
export function sweepTable(rows: readonly Swept[], language: Language): Table {
  type Row = Swept;
  const names = Object.keys(rows[0]?.swept.named ?? {});
  const columns: Column<Row>[] = names.map((name) => ({
    key: name,
    title: name,
    value: ({ swept }) => swept.named[name] ?? null,
  }));
  const level = words[language].levelUp;
  columns.push({
    key: "level_difference",
    title: level,
    value: ({ comparison }) => comparison.difference.serviceLevelPromise.value,
    text: ({ comparison }) => writtenDifference(comparison.difference.serviceLevelPromise, "share", language),
  });
  for (const { name, as, title } of effects)
    columns.push({
      key: name,
      title: title[language],
      value: ({ comparison }) => comparison.with[name],
      text: ({ comparison }) => measureText(comparison.with[name], as, language),
    });
  return tableOf(columns, rows);
}

/** A measure as a reader sees it. */
export function measureText(value: number | null, as: Shown["as"], language: Language): string {
  if (value === null) return "-";
  if (as === "share") return `${number(100 * value, 1, language)} %`;
  return as === "seconds" ? `${number(value, 0, language)} s` : number(value, 0, language);
}

/** A difference with its interval, shares in percentage points. */
export function writtenDifference(
  { value, low, high }: Difference,
  as: Shown["as"],
  language: Language,
): string {
  if (value === null) return "-";
  const [factor, digits] = as === "share" ? [100, 2] : [1, as === "seconds" ? 1 : 0];
  const signed = (one: number) => `${one > 0 ? "+" : ""}${number(factor * one, digits, language)}`;
  const { to } = words[language];
  return low === null || high === null
    ? signed(value)
    : `${signed(value)} (${signed(low)} ${to} ${signed(high)})`;
}

function number(value: number, digits: number, language: Language): string {
  return fixedNumberText(value, language, digits);
}

const words = {
  es: { without: "Sin", with: "Con", difference: "Diferencia (95 %)", to: "a", levelUp: "Mejora (95 %)" },
  en: {
    without: "Without",
    with: "With",
    difference: "Difference (95 %)",
    to: "to",
    levelUp: "Level up (95 %)",
  },
} as const satisfies Record<Language, unknown>;
