import { Readable } from "node:stream";
import type { RowsOfRange } from "./daily-rows.ts";
import type { QueryLimits } from "./limits.ts";

/** A whole answer of the compatible API, as it goes out. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** An answer whose rows are written while they are sent. */
export interface RowsAnswer {
  readonly status: 200;
  readonly body: Readable;
  /** Bytes of the body. */
  readonly length: number;
}

/** One record; every value is text, members in the documented order. */
export type WolkvoxRow = Readonly<Record<string, string>>;

/** What a token may choose about its answers. */
export interface AnswerStyle {
  /** `"code": "200"` instead of `"code": 200`. */
  readonly codeAsString: boolean;
  /** No records: 200 instead of 404. */
  readonly emptyAsSuccess: boolean;
}

/** Every way in which the compatible API refuses, with the status, which equals `code`, and the two texts. */
export const refusals = {
  "api-unknown": [400, "BAD REQUEST", "THE API YOU WANT TO CONSULT DOES NOT EXIST"],
  "parameter-missing": [400, "BAD REQUEST", "SOME PARAMETERS ARE REQUIRED"],
  "date-invalid": [400, "BAD REQUEST", "INVALID DATE, USE YYYYmmddHHiiss"],
  "dates-reversed": [400, "BAD REQUEST", "DATE_END IS BEFORE DATE_INI"],
  "range-too-long": [400, "BAD REQUEST", "THE DATE RANGE EXCEEDS 31 DAYS"],
  "range-over-a-day": [400, "BAD REQUEST", "THE DATE RANGE EXCEEDS 1 DAY"],
  "parameter-invalid": [400, "BAD REQUEST", "SOME PARAMETERS ARE INVALID"],
  "too-many-rows": [400, "BAD REQUEST", "THE RESULT EXCEEDS 60000 RECORDS, NARROW THE DATES"],
  "too-many-bytes": [400, "BAD REQUEST", "THE RESULT EXCEEDS 256 MB, NARROW THE DATES"],
  "request-malformed": [400, "BAD REQUEST", "THE REQUEST IS MALFORMED"],
  "token-missing": [401, "UNAUTHORIZED", "PLEASE ENTER THE WOLKVOX-TOKEN"],
  "token-bad": [403, "FORBIDDEN", "PLEASE VALIDATE TOKEN"],
  "scope-missing": [403, "FORBIDDEN", "THE TOKEN HAS NO PERMISSION FOR REPORTS"],
  "quota-used-up": [403, "FORBIDDEN", "TOKEN LIMIT EXCEEDED"],
  "more-than-2-at-once": [403, "FORBIDDEN", "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"],
  "more-than-1-at-once": [403, "FORBIDDEN", "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (1)"],
  "no-records": [404, "NOT FOUND", "Validate dates entered"],
  "path-unknown": [404, "NOT FOUND", "THE PATH DOES NOT EXIST"],
  "method-unknown": [405, "METHOD NOT ALLOWED", "ONLY GET IS ALLOWED"],
  "request-slow": [408, "REQUEST TIMEOUT", "THE REQUEST CAME TOO SLOWLY"],
  "request-too-large": [413, "PAYLOAD TOO LARGE", "THE REQUEST IS TOO LARGE"],
  "headers-too-large": [431, "REQUEST HEADER FIELDS TOO LARGE", "THE REQUEST IS TOO LARGE"],
  "query-slow": [504, "GATEWAY TIMEOUT", "THE QUERY EXCEEDED 60 SECONDS"],
  failed: [500, "INTERNAL SERVER ERROR", "THE QUERY COULD NOT BE ANSWERED, TRY AGAIN LATER"],
} as const;

export type Refusal = keyof typeof refusals;

/** The answer that carries `rows`, says in the token's style that there are none, or that they are too many. */
export function answerOf(rows: readonly WolkvoxRow[], style: AnswerStyle, limits: QueryLimits): Answer {
  if (rows.length === 0 && !style.emptyAsSuccess) return refusalOf("no-records", style);
  if (rows.length > limits.rows) return refusalOf("too-many-rows", style);
  const body = envelope(200, null, found(rows.length), rows, style.codeAsString);
  return body.byteLength > limits.bytes ? refusalOf("too-many-bytes", style) : { status: 200, body };
}

/** The same for rows that are written already. They are released once the body is sent or destroyed. */
export function answerOfWritten(
  written: RowsOfRange | "too-many-rows" | "too-many-bytes",
  style: AnswerStyle,
): Answer | RowsAnswer {
  if (typeof written === "string") return refusalOf(written, style);
  if (written.rows === 0 && !style.emptyAsSuccess) return refusalOf("no-records", style);
  const whole = envelope(200, null, found(written.rows), [], style.codeAsString);
  const head = whole.subarray(0, -CLOSING_BYTES);
  const tail = whole.subarray(-CLOSING_BYTES);
  const body = Readable.from([head, ...written.chunks, tail], { objectMode: false });
  body.once("close", written.release);
  return {
    status: 200,
    body,
    length: whole.byteLength + written.bytes,
  };
}

/** What is left of `limits` for the rows themselves. */
export function limitsOfRows({ rows, bytes }: QueryLimits): { rows: number; bytes: number } {
  return { rows, bytes: Math.max(0, bytes - envelope(200, null, found(rows), [], true).byteLength) };
}

function found(records: number): string {
  return `${records} records were found`;
}

/** Of the envelope, what follows the rows. */
const CLOSING_BYTES = "]}".length;

/** The answer that refuses because so many requests of the token are under way already. */
export function tooManyAtOnce(most: 1 | 2, style: AnswerStyle): Answer {
  return refusalOf(most === 1 ? "more-than-1-at-once" : "more-than-2-at-once", style);
}

/** The answer that refuses; without a style, as for a request whose token is not known. */
export function refusalOf(refusal: Refusal, style?: Pick<AnswerStyle, "codeAsString">): Answer {
  return (style?.codeAsString ? refusedWithStrings : refusedWithNumbers)[refusal];
}

function envelope(
  status: number,
  error: string | null,
  msg: string,
  data: readonly WolkvoxRow[],
  codeAsString: boolean,
): Buffer {
  return Buffer.from(JSON.stringify({ code: codeAsString ? String(status) : status, error, msg, data }));
}

function refuseAll(codeAsString: boolean): Readonly<Record<Refusal, Answer>> {
  const answers = Object.entries(refusals).map(([name, [status, error, msg]]) => [
    name,
    { status, body: envelope(status, error, msg, [], codeAsString) },
  ]);
  return Object.fromEntries(answers) as Record<Refusal, Answer>;
}

const refusedWithNumbers = refuseAll(false);
const refusedWithStrings = refuseAll(true);
