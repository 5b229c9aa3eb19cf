import type { FaultCode } from "../faults/faults.ts";

/** The HTTP status by which a fault is answered: 500 where whoever asks can do nothing about it. */
export function statusOfFault(code: FaultCode): number {
  return statuses[code] ?? 500;
}

const statuses: Partial<Record<FaultCode, number>> = {
  "body-encoded": 415,
  "body-too-large": 413,
  "body-type-unknown": 415,
  "call-unknown": 404,
  "callback-unknown": 404,
  "cursor-unknown": 400,
  "date-invalid": 400,
  "dates-reversed": 400,
  "headers-too-large": 431,
  "journal-busy": 503,
  "journal-conflict": 409,
  "journal-unreadable": 503,
  "journal-unwritable": 503,
  "method-unknown": 405,
  "numbers-masked": 403,
  "operation-closed": 503,
  "operation-missing": 404,
  "operation-not-named": 400,
  "operation-unknown": 404,
  "order-refused": 409,
  "path-unknown": 404,
  "person-unknown": 404,
  "query-stopped": 504,
  "range-too-long": 400,
  "reader-stopped": 503,
  "request-invalid": 400,
  "request-slow": 408,
  "requests-at-once": 429,
  "requests-used-up": 429,
  "scope-missing": 403,
  "skill-unknown": 404,
  "streams-full": 503,
  "token-missing": 401,
  "token-refused": 401,
  "upload-records-bad": 422,
  "upload-too-large": 413,
  "uploads-full": 503,
  "version-missing": 428,
};
