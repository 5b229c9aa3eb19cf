import type { LiftRow } from "../../schema/answers.ts";
import type { LevelRow } from "../../schema/reports/report-answers.ts";
import type { ReportColumn } from "./report-column.ts";

/** The three service levels, side by side. */
export const levelColumns: readonly ReportColumn<LevelRow>[] = [
  { key: "offered", title: { es: "Llamadas", en: "Calls" }, kind: "count", value: (row) => row.offered },
  {
    key: "target_share",
    title: { es: "Meta", en: "Target" },
    kind: "share",
    value: ({ target }) => target.share,
  },
  {
    key: "target_within_s",
    title: { es: "Meta, en segundos", en: "Target, in seconds" },
    kind: "count",
    value: ({ target }) => target.withinMs / 1_000,
  },
  { key: "strict", title: { es: "Estricto", en: "Strict" }, kind: "share", value: (row) => row.strict },
  { key: "live", title: { es: "En vivo", en: "Live" }, kind: "share", value: (row) => row.live },
  {
    key: "promise",
    title: { es: "Con la promesa", en: "With the promise" },
    kind: "share",
    value: (row) => row.promise,
  },
];

const definitions = {
  promise: { es: "con la promesa", en: "with the promise" },
  strict: { es: "estricto", en: "strict" },
  live: { es: "en vivo", en: "live" },
} as const;

/** The lift: never a point without its range. */
export const liftColumns: readonly ReportColumn<LiftRow>[] = [
  ...(["promise", "strict", "live"] as const).flatMap((of): ReportColumn<LiftRow>[] => [
    {
      key: `lift_${of}`,
      title: { es: `Mejora, ${definitions[of].es}`, en: `Lift, ${definitions[of].en}` },
      kind: "points",
      value: ({ measured }) => measured?.lift[of].value ?? null,
    },
    {
      key: `lift_${of}_low`,
      title: { es: "desde", en: "low" },
      kind: "points",
      value: ({ measured }) => measured && (measured.lift[of].low ?? measured.bounds[of].low),
    },
    {
      key: `lift_${of}_high`,
      title: { es: "hasta", en: "high" },
      kind: "points",
      value: ({ measured }) => measured && (measured.lift[of].high ?? measured.bounds[of].high),
    },
  ]),
  {
    key: "days",
    title: { es: "Días", en: "Days" },
    kind: "count",
    value: ({ measured }) => measured?.days ?? null,
  },
  {
    key: "held_out",
    title: { es: "Grupo de control", en: "Held out" },
    kind: "count",
    value: ({ measured }) => measured?.heldOut ?? null,
  },
  {
    key: "method",
    title: { es: "Versión del método", en: "Version of the method" },
    kind: "count",
    value: ({ measured }) => measured?.method ?? null,
  },
];
