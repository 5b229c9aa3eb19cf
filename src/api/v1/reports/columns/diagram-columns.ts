import type { Diagram2Row, Diagram3Row } from "../../schema/reports/report-answers.ts";
import type { ReportColumn } from "./report-column.ts";

/** What the compatible `diagram_2` has, by its names; `service_level_up` where there is something to say. */
export const diagram2Columns: readonly ReportColumn<Diagram2Row>[] = [
  {
    key: "treatment",
    title: { es: "Oyeron la oferta", en: "Heard the offer" },
    kind: "count",
    value: (row) => row.treatment,
    calls: "",
  },
  {
    key: "customer_say_no",
    title: { es: "Sin devolución", en: "Without a callback" },
    kind: "count",
    value: (row) => row.customerSayNo,
    calls: "NO",
  },
  {
    key: "customer_say_yes",
    title: { es: "Con devolución", en: "With a callback" },
    kind: "count",
    value: (row) => row.customerSayYes,
    calls: "YES,OK,FAIL,NO USER,STOP NEW",
  },
  {
    key: "recall_fail",
    title: { es: "No se logró", en: "Not reached" },
    kind: "count",
    value: (row) => row.recallFail,
    calls: "FAIL,NO USER",
  },
  {
    key: "recall_ok",
    title: { es: "Hablaron con un agente", en: "Talked to an agent" },
    kind: "count",
    value: (row) => row.recallOk,
    calls: "OK",
  },
  {
    key: "service_level_up",
    title: { es: "Mejora", en: "Lift" },
    kind: "points",
    value: (row) => row.serviceLevelUp,
  },
];

/** What the compatible `diagram_3` has, by its names. */
export const diagram3Columns: readonly ReportColumn<Diagram3Row>[] = [
  {
    key: "date_inbound_call",
    title: { es: "Llamó", en: "Called in" },
    kind: "moment",
    value: (row) => row.arrivedAt,
  },
  {
    key: "date_last_outbound_call",
    title: { es: "Último intento", en: "Last attempt" },
    kind: "moment",
    value: (row) => row.lastDialledAt,
  },
  { key: "status", title: { es: "Estado", en: "Status" }, kind: "text", value: (row) => row.status },
  { key: "attempts", title: { es: "Intentos", en: "Attempts" }, kind: "count", value: (row) => row.attempts },
  {
    key: "ani",
    title: { es: "Llamó desde", en: "Called from" },
    kind: "phone",
    value: (row) => row.callerNumber,
  },
  {
    key: "dial_phone",
    title: { es: "Se llama a", en: "To be called at" },
    kind: "phone",
    value: (row) => row.numberToCall,
  },
  {
    key: "time_between_calls_s",
    title: { es: "Hasta el último intento", en: "Until the last attempt" },
    kind: "seconds",
    value: (row) => row.betweenS,
  },
  {
    key: "time_s",
    title: { es: "Hasta el final", en: "Until the end" },
    kind: "seconds",
    value: (row) => row.lastsS,
  },
  {
    key: "billed_s",
    title: { es: "En la línea", en: "On the line" },
    kind: "seconds",
    value: (row) => row.connectedS,
  },
];
