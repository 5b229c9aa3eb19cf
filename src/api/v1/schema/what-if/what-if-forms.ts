import type { FaultCode } from "../../../../faults/faults.ts";
import type { EndpointForm } from "../endpoint.ts";
import {
  choiceAsked,
  jobPath,
  pieceQuery,
  recordAsked,
  reportFileQuery,
  whatIfJob,
  whatIfJobs,
} from "./what-if-answers.ts";

/** The contract of what-if: a record comes in pieces, is replayed beside the operation, and is deleted. */

/** People who may give orders, and tokens that may send records. */
const whatIf = { scopes: ["upload", "orders"] } as const;
const ofJob = { ...whatIf, parameters: jobPath } as const;
const jobFaults = ["request-invalid", "what-if-unknown"] as const satisfies readonly FaultCode[];

/** What a piece of a record may have: it comes within the time that a request is given, also over a slow line. */
export const MOST_PIECE_BYTES = 2 * 1024 ** 2;

export const showWhatIf = {
  ...whatIf,
  method: "GET",
  path: "/v1/what-if",
  name: "showWhatIf",
  summary: "The record that the user who asks has sent for what-if, with how far it is, or what was found",
  answer: whatIfJobs,
  faults: [],
} as const satisfies EndpointForm;

export const beginWhatIf = {
  ...whatIf,
  method: "POST",
  path: "/v1/what-if",
  name: "beginWhatIf",
  summary:
    "Announces a record, a queue_log or a CSV of calls, of at most 2 GB; one at a time in an operation",
  body: recordAsked,
  answer: whatIfJob,
  faults: ["request-invalid", "what-if-busy", "what-if-no-room"],
  example: { body: { name: "queue_log", bytes: 1 } },
} as const satisfies EndpointForm;

export const sendRecord = {
  ...ofJob,
  method: "POST",
  path: "/v1/what-if/{id}/record",
  name: "sendRecord",
  summary: "The next piece of the record, of at most 2 MiB",
  query: pieceQuery,
  raw: { mediaType: "application/octet-stream", mostBytes: MOST_PIECE_BYTES },
  answer: whatIfJob,
  faults: [...jobFaults, "what-if-out-of-order", "what-if-no-room"],
} as const satisfies EndpointForm;

export const runWhatIf = {
  ...ofJob,
  method: "POST",
  path: "/v1/what-if/{id}/run",
  name: "runWhatIf",
  summary: "Lives the recorded days through, without smart wait and with it, in a thread of low priority",
  body: choiceAsked,
  answer: whatIfJob,
  faults: [...jobFaults, "what-if-not-ready"],
} as const satisfies EndpointForm;

export const cancelWhatIf = {
  ...ofJob,
  method: "POST",
  path: "/v1/what-if/{id}/cancel",
  name: "cancelWhatIf",
  summary: "Stops a run; the record stays",
  answer: whatIfJob,
  faults: jobFaults,
} as const satisfies EndpointForm;

export const deleteWhatIf = {
  ...ofJob,
  method: "POST",
  path: "/v1/what-if/{id}/delete",
  name: "deleteWhatIf",
  summary: "Deletes the record and what was found",
  answer: whatIfJobs,
  faults: jobFaults,
} as const satisfies EndpointForm;

export const whatIfReport = {
  ...ofJob,
  method: "GET",
  path: "/v1/what-if/{id}/report",
  name: "whatIfReport",
  summary: "What was found, as one page that can be sent by mail",
  query: reportFileQuery,
  answer: { mediaType: "text/html", says: "A page that needs nothing else" },
  faults: [...jobFaults, "what-if-not-ready"],
} as const satisfies EndpointForm;

export const whatIfForms: readonly EndpointForm[] = [
  showWhatIf,
  beginWhatIf,
  sendRecord,
  runWhatIf,
  cancelWhatIf,
  deleteWhatIf,
  whatIfReport,
];
