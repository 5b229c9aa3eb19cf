import type { FaultCode } from "../../../faults/faults.ts";
import { alertList } from "./alert-answers.ts";
import { skillList, smartWaitReport, uploaded } from "./answers.ts";
import {
  callbacksQuery,
  callbacksSearch,
  callRecord,
  callsQuery,
  idPath,
  moveAsked,
  orderAsked,
  orderHeaders,
  ordersAsked,
  smartWaitQuery,
  streamHeaders,
  streamQuery,
  whyQuery,
} from "./asked.ts";
import { callbackPage, callList, ordered, orderedAll, storyAnswer, whyAnswer } from "./callback-answers.ts";
import type { EndpointForm } from "./endpoint.ts";
import { recentAnswer } from "./recent-answers.ts";
import { reportForms } from "./reports/report-forms.ts";

/** The whole contract of the native API: what each endpoint takes, gives and refuses. */

export const listSkills = {
  method: "GET",
  path: "/v1/skills",
  name: "listSkills",
  scopes: ["reports", "read"],
  summary: "The skills, with their lines as they are now",
  answer: skillList,
  faults: [],
} as const satisfies EndpointForm;

export const recentSkills = {
  method: "GET",
  path: "/v1/skills/recent",
  name: "recentSkills",
  scopes: ["reports", "read"],
  summary:
    "Each skill's level in the last 30 minutes, and its calls in this quarter of an hour beside what is usual",
  answer: recentAnswer,
  faults: ["query-stopped"],
} as const satisfies EndpointForm;

export const listAlerts = {
  method: "GET",
  path: "/v1/alerts",
  name: "listAlerts",
  scopes: ["reports", "read"],
  summary: "What needs a supervisor's attention now, and what lately did; those that go on come first",
  answer: alertList,
  faults: [],
} as const satisfies EndpointForm;

export const listCallbacks = {
  method: "GET",
  path: "/v1/callbacks",
  name: "listCallbacks",
  scopes: ["reports", "read"],
  summary: "Callbacks, the newest arrival first, in pages: each comes once, also while others change",
  query: callbacksQuery,
  answer: callbackPage,
  faults: ["request-invalid", "date-invalid", "skill-unknown", "cursor-unknown", "query-stopped"],
  example: { query: { status: "open", limit: "100" } },
} as const satisfies EndpointForm;

export const searchCallbacks = {
  method: "POST",
  path: "/v1/callbacks/search",
  name: "searchCallbacks",
  scopes: ["read"],
  summary: "The callbacks of the person with a number, in pages; for tokens that may see numbers whole",
  body: callbacksSearch,
  answer: callbackPage,
  faults: [...listCallbacks.faults, "numbers-masked"],
  example: { body: { number: "+573001234567", status: "all" } },
} as const satisfies EndpointForm;

export const showCallback = {
  method: "GET",
  path: "/v1/callbacks/{id}",
  name: "showCallback",
  scopes: ["reports", "read"],
  summary: "One callback with its attempts, the decisions on it, and what supervisors ordered",
  parameters: idPath,
  answer: storyAnswer,
  tagged: true,
  faults: ["request-invalid", "callback-unknown"],
  example: { needs: "callback" },
} as const satisfies EndpointForm;

const orderFaults = [
  "request-invalid",
  "callback-unknown",
  "order-refused",
  "version-missing",
  "operation-closed",
] as const satisfies readonly FaultCode[];

const orderForm = {
  method: "POST",
  scopes: ["orders"],
  parameters: idPath,
  headers: orderHeaders,
  answer: ordered,
  tagged: true,
} as const;

const orderExample = { why: "The customer asked for it", version: "{{version}}" };

export const moveCallback = {
  ...orderForm,
  path: "/v1/callbacks/{id}/move",
  name: "moveCallback",
  summary: "Moves a callback to a time, or to the end of another skill's line, or both",
  body: moveAsked,
  faults: [...orderFaults, "date-invalid", "skill-unknown"],
  example: { needs: "open-callback", body: { ...orderExample, to: "{{tomorrow}}T10:30:00" } },
} as const satisfies EndpointForm;

export const callNow = {
  ...orderForm,
  path: "/v1/callbacks/{id}/call-now",
  name: "callNow",
  summary: "Dials a callback as soon as the rules allow, even before its turn",
  body: orderAsked,
  faults: orderFaults,
  example: { needs: "open-callback", body: orderExample },
} as const satisfies EndpointForm;

export const cancelCallback = {
  ...orderForm,
  path: "/v1/callbacks/{id}/cancel",
  name: "cancelCallback",
  summary: "Cancels a callback",
  body: orderAsked,
  faults: orderFaults,
  example: { needs: "open-callback", body: orderExample },
} as const satisfies EndpointForm;

export const orderCallbacks = {
  method: "POST",
  path: "/v1/callbacks/orders",
  name: "orderCallbacks",
  scopes: ["orders"],
  summary: "Cancels or moves up to 500 callbacks, with an answer for each; sent again, nothing is done twice",
  body: ordersAsked,
  answer: orderedAll,
  faults: ["request-invalid", "operation-closed", "date-invalid", "skill-unknown"],
  example: {
    needs: "open-callback",
    body: {
      order: "cancel",
      why: "The customers asked for it",
      callbacks: [{ id: "{{callback}}", version: "{{version}}" }],
    },
  },
} as const satisfies EndpointForm;

export const listCalls = {
  method: "GET",
  path: "/v1/calls",
  name: "listCalls",
  scopes: ["reports", "read"],
  summary: "The newest calls, with whether they were offered a return call and why",
  query: callsQuery,
  answer: callList,
  faults: ["request-invalid", "skill-unknown"],
  example: { query: { limit: "20" } },
} as const satisfies EndpointForm;

export const explainCall = {
  method: "GET",
  path: "/v1/calls/{id}/why",
  name: "explainCall",
  scopes: ["reports", "read"],
  summary: "Why a call was offered a return call or not, and what was decided on its callback, in sentences",
  parameters: idPath,
  query: whyQuery,
  answer: whyAnswer,
  faults: ["request-invalid", "call-unknown", "query-stopped"],
  example: { needs: "callback", query: { lang: "both" } },
} as const satisfies EndpointForm;

export const uploadCalls = {
  method: "POST",
  path: "/v1/calls",
  name: "uploadCalls",
  scopes: ["upload"],
  summary:
    "Takes recorded calls as history: at most 10,000, all or none; the same content again changes nothing",
  bodies: { "application/json": callRecord.array(), "application/x-ndjson": callRecord },
  answer: uploaded,
  faults: [
    "request-invalid",
    "upload-records-bad",
    "upload-too-large",
    "uploads-full",
    "database-unreachable",
    "journal-busy",
    "journal-conflict",
    "journal-unreadable",
    "journal-unwritable",
  ],
  example: {
    needs: "skill",
    body: [
      {
        callId: "{{yesterday}}/1",
        arrivedAt: "{{yesterday}}T10:05:00",
        skill: "{{skill}}",
        waitS: 41.5,
        outcome: "answered",
        serviceS: 180,
      },
    ],
  },
} as const satisfies EndpointForm;

export const reportSmartWait = {
  method: "GET",
  path: "/v1/reports/smart-wait",
  name: "reportSmartWait",
  scopes: ["reports"],
  summary: "What smart wait did, by skill, and by hour, day or weekday of the call's arrival, or by class",
  query: smartWaitQuery,
  answer: smartWaitReport,
  faults: [
    "request-invalid",
    "date-invalid",
    "dates-reversed",
    "range-too-long",
    "skill-unknown",
    "cursor-unknown",
    "query-stopped",
  ],
  example: { query: { from: "{{monthAgo}}", to: "{{tomorrow}}", by: "day" } },
} as const satisfies EndpointForm;

export const openStream = {
  method: "GET",
  path: "/v1/stream",
  name: "openStream",
  scopes: ["read"],
  summary: "What happens, as it happens: first a snapshot, then the lines and callbacks that change",
  query: streamQuery,
  headers: streamHeaders,
  answer: {
    mediaType: "text/event-stream",
    says: "Events beat, snapshot, lines, callers and callbacks; see the documentation",
  },
  faults: ["request-invalid", "streams-full"],
} as const satisfies EndpointForm;

/** In the order of the description. */
export const forms: readonly EndpointForm[] = [
  listSkills,
  recentSkills,
  listAlerts,
  listCallbacks,
  searchCallbacks,
  showCallback,
  moveCallback,
  callNow,
  cancelCallback,
  orderCallbacks,
  listCalls,
  explainCall,
  uploadCalls,
  reportSmartWait,
  ...reportForms,
  openStream,
];
