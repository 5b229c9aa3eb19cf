import type { FaultCode } from "../../../../faults/faults.ts";
import type { EndpointForm } from "../endpoint.ts";
import {
  diagram2Report,
  diagram3Query,
  diagram3Report,
  exportPath,
  exportQuery,
  groupedQuery,
  levelReport,
  liftDays,
  rangeQuery,
} from "./report-answers.ts";

/** The contract of the reports that people look at. */

const report = { method: "GET", scopes: ["reports"] } as const;
const range = { from: "{{monthAgo}}", to: "{{tomorrow}}" };
const rangeFaults = [
  "request-invalid",
  "date-invalid",
  "dates-reversed",
  "range-too-long",
  "skill-unknown",
] as const satisfies readonly FaultCode[];

export const reportDiagram2 = {
  ...report,
  path: "/v1/reports/diagram-2",
  name: "reportDiagram2",
  summary: "What the compatible diagram_2 counts, also by hour, day or weekday of the call's arrival",
  query: groupedQuery,
  answer: diagram2Report,
  faults: [...rangeFaults, "query-stopped"],
  example: { query: { ...range, by: "day" } },
} as const satisfies EndpointForm;

export const reportDiagram3 = {
  ...report,
  path: "/v1/reports/diagram-3",
  name: "reportDiagram3",
  summary: "The treated calls of the compatible diagram_3, counted, and one by one",
  query: diagram3Query,
  answer: diagram3Report,
  faults: [...rangeFaults, "report-too-large", "query-stopped"],
  example: { query: { ...range, status: "FAIL,NO USER", limit: "100" } },
} as const satisfies EndpointForm;

export const reportServiceLevel = {
  ...report,
  path: "/v1/reports/service-level",
  name: "reportServiceLevel",
  summary: "The service level of each skill by three definitions: strict, live, and with the promise",
  query: rangeQuery,
  answer: levelReport,
  faults: rangeFaults,
  example: { query: range },
} as const satisfies EndpointForm;

export const reportLift = {
  ...report,
  path: "/v1/reports/lift",
  name: "reportLift",
  summary: "By how much the service level rose, with its range, and on each day",
  query: rangeQuery,
  answer: liftDays,
  faults: [...rangeFaults, "query-stopped"],
  example: { query: range },
} as const satisfies EndpointForm;

export const exportReport = {
  ...report,
  path: "/v1/reports/{report}/file",
  name: "exportReport",
  summary: "A report as a workbook, or as CSV for programs",
  parameters: exportPath,
  query: exportQuery,
  answer: {
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    says: "A workbook whose last sheet says how to read it; with `format=csv` text/csv",
  },
  faults: [...rangeFaults, "report-too-large", "query-stopped"],
  example: { query: { ...range, format: "xlsx" } },
} as const satisfies EndpointForm;

export const reportForms: readonly EndpointForm[] = [
  reportDiagram2,
  reportDiagram3,
  reportServiceLevel,
  reportLift,
  exportReport,
];
