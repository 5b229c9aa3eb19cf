import type { SmartWaitRowAnswer } from "../../schema/answers.ts";
import type { ReportColumn } from "./report-column.ts";

const status = (name: string) => (row: SmartWaitRowAnswer) => row.callbacks.byStatus[name] ?? 0;

/** From those who could be asked to those who were reached. */
export const funnelColumns: readonly ReportColumn<SmartWaitRowAnswer>[] = [
  {
    key: "held_out",
    title: { es: "Grupo de control", en: "Held out" },
    kind: "count",
    value: (row) => row.heldOut,
  },
  {
    key: "asked",
    title: { es: "Oyeron la oferta", en: "Heard the offer" },
    kind: "count",
    value: (row) => row.treatments,
    calls: "",
  },
  { key: "yes", title: { es: "Sí", en: "Yes" }, kind: "count", value: (row) => row.yes },
  { key: "no", title: { es: "No", en: "No" }, kind: "count", value: (row) => row.no },
  {
    key: "silent",
    title: { es: "Sin respuesta", en: "No answer" },
    kind: "count",
    value: (row) => row.silent,
  },
  {
    key: "hung_up",
    title: { es: "de ellos, colgaron", en: "of these, hung up" },
    kind: "count",
    value: (row) => row.hungUp,
  },
  {
    key: "reached",
    title: { es: "Hablaron con un agente", en: "Talked to an agent" },
    kind: "count",
    value: status("OK"),
    calls: "OK",
  },
  {
    key: "phoned_in",
    title: { es: "Volvieron a llamar antes", en: "Phoned in before" },
    kind: "count",
    value: status("STOP NEW"),
    calls: "STOP NEW",
  },
  {
    key: "failed",
    title: { es: "No se logró", en: "Not reached" },
    kind: "count",
    value: (row) => status("FAIL")(row) + status("NO USER")(row),
    calls: "FAIL,NO USER",
  },
  {
    key: "open",
    title: { es: "Abiertas", en: "Open" },
    kind: "count",
    value: status("YES"),
    calls: "YES",
  },
];

/** What was promised and kept, and what it cost others. */
export const promiseColumns: readonly ReportColumn<SmartWaitRowAnswer>[] = [
  {
    key: "promises_kept",
    title: { es: "Promesas cumplidas", en: "Promises kept" },
    kind: "count",
    value: (row) => row.promises.kept,
  },
  {
    key: "promises_late",
    title: { es: "Tarde", en: "Late" },
    kind: "count",
    value: (row) => row.promises.late,
  },
  {
    key: "promises_not_needed",
    title: { es: "No hicieron falta", en: "Not needed" },
    kind: "count",
    value: (row) => row.promises.notNeeded,
  },
  {
    key: "second_wait_median_ms",
    title: { es: "Segunda espera (mediana)", en: "Second wait (median)" },
    kind: "milliseconds",
    value: (row) => row.secondWait.medianMs,
  },
  {
    key: "overtakes",
    title: { es: "Pasaron antes", en: "Went first" },
    kind: "count",
    value: (row) => row.overtakes.whileDialled + row.overtakes.whileHeldBack,
  },
];

export const smartWaitColumns = [...funnelColumns, ...promiseColumns];
