/** A whole answer of the compatible API, as it goes out. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** One record; every value is text, members in the documented order. */
export type Row = Readonly<Record<string, string>>;

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
  "request-malformed": [400, "BAD REQUEST", "THE REQUEST IS MALFORMED"],
  "token-missing": [401, "UNAUTHORIZED", "PLEASE ENTER THE WOLKVOX-TOKEN"],
  "token-bad": [403, "FORBIDDEN", "PLEASE VALIDATE TOKEN"],
  "no-records": [404, "NOT FOUND", "Validate dates entered"],
  "path-unknown": [404, "NOT FOUND", "THE PATH DOES NOT EXIST"],
  "method-unknown": [405, "METHOD NOT ALLOWED", "ONLY GET IS ALLOWED"],
  failed: [500, "INTERNAL SERVER ERROR", "THE QUERY COULD NOT BE ANSWERED, TRY AGAIN LATER"],
} as const;

export type Refusal = keyof typeof refusals;

/** The answer that carries `rows`, or says in the token's style that there are none. */
export function answerOf(rows: readonly Row[], style: AnswerStyle): Answer {
  if (rows.length === 0 && !style.emptyAsSuccess) return refusalOf("no-records", style);
  return {
    status: 200,
    body: envelope(200, null, `${rows.length} records were found`, rows, style.codeAsString),
  };
}

/** The answer that refuses; without a style, as for a request whose token is not known. */
export function refusalOf(refusal: Refusal, style?: Pick<AnswerStyle, "codeAsString">): Answer {
  return (style?.codeAsString ? refusedWithStrings : refusedWithNumbers)[refusal];
}

function envelope(
  status: number,
  error: string | null,
  msg: string,
  data: readonly Row[],
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
