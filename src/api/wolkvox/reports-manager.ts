import type { FastifyInstance, FastifyReply } from "fastify";
import type { OperationRecord, ReadModels, Store, TokenRecord } from "../../journal/port.ts";
import type { TimeRange } from "../../reports/dates.ts";
import { authenticate } from "../tokens.ts";
import { type Answer, answerOf, type Refusal, type Row, refusalOf } from "./answer.ts";
import { AnswerCache } from "./answer-cache.ts";
import { diagram2 } from "./diagram-2.ts";
import { rangeOf } from "./range.ts";

export const REPORTS_MANAGER = "/api/v2/reports_manager.php";

type Report = (readModels: ReadModels, operation: number, range: TimeRange) => Promise<readonly Row[]>;

/** What the parameter `api` may name. */
const reports: ReadonlyMap<string, Report> = new Map([["diagram_2", diagram2]]);

/**
 * The compatible API. A request is judged in this order, and the first thing wrong with it is its answer: method,
 * token, `api`, presence of parameters, dates. The token comes before everything a stranger could learn from.
 */
export function addReportsManager(
  api: FastifyInstance,
  { store, readModels }: { readonly store: Store; readonly readModels: ReadModels },
): void {
  const answers = new AnswerCache(MAX_CACHED_BYTES);

  api.get(REPORTS_MANAGER, { exposeHeadRoute: false }, (request, reply) => {
    const answer = answerTo(request.headers["wolkvox-token"], request.query as Parameters);
    // What is kept goes out at once, without a turn of the event loop.
    if (answer instanceof Promise) return answer.then((made) => sendAnswer(reply, made));
    sendAnswer(reply, answer);
  });

  function answerTo(header: string | string[] | undefined, parameters: Parameters): Answer | Promise<Answer> {
    const token = authenticate(store, header);
    if (token === "missing") return refusalOf("token-missing");
    if (token === "bad") return refusalOf("token-bad");
    const asked = askedOf(parameters);
    if (typeof asked === "string") return refusalOf(asked, token);
    return answers.get(
      `${token.operation} ${styleOf(token)} ${asked.api} ${asked.dateIni} ${asked.dateEnd}`,
      readModels.countsVersion(token.operation),
      () => makeAnswer(token, asked),
    );
  }

  async function makeAnswer(token: TokenRecord, asked: Asked): Promise<Answer> {
    const operation = await operationOf(store, token.operation);
    const range = rangeOf(asked.dateIni, asked.dateEnd, operation.timeZone);
    if (typeof range === "string") return refusalOf(range, token);
    return answerOf(await asked.report(readModels, operation.id, range), token);
  }
}

/** Answers whatever else is asked of this path: a browser's preflight, or 405. */
export function answerOtherMethod(method: string, reply: FastifyReply): void {
  reply.header("allow", "GET, OPTIONS");
  if (method !== "OPTIONS") {
    sendAnswer(reply, refusalOf("method-unknown"));
    return;
  }
  // The token's header is not one that a page may send unasked: without this, no browser could use the API.
  reply
    .code(204)
    .headers({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET",
      "access-control-allow-headers": "wolkvox-token, wolkvox-server, wolkvox_server",
      "access-control-max-age": "86400",
      "cache-control": "no-store",
    })
    .send();
}

/** Sends an answer of the compatible family with the headers that the family has. */
export function sendAnswer(reply: FastifyReply, answer: Answer): void {
  // Old Java clients throw on a 401 without a challenge instead of showing the answer.
  if (answer.status === 401) reply.header("www-authenticate", 'wolkvox-token realm="espera"');
  reply.code(answer.status).headers(FAMILY_HEADERS).send(answer.body);
}

interface Asked {
  readonly api: string;
  readonly report: Report;
  readonly dateIni: string;
  readonly dateEnd: string;
}

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is asked for, with dates that have the right form. A parameter given twice is no value of either. */
function askedOf(parameters: Parameters): Asked | Refusal {
  const { api, date_ini: dateIni, date_end: dateEnd } = parameters;
  if (!api) return "parameter-missing";
  const report = typeof api === "string" ? reports.get(api) : undefined;
  if (typeof api !== "string" || !report) return "api-unknown";
  if (!dateIni || !dateEnd) return "parameter-missing";
  if (!hasDateForm(dateIni) || !hasDateForm(dateEnd)) return "date-invalid";
  return { api, report, dateIni, dateEnd };
}

function hasDateForm(value: string | readonly string[]): value is string {
  return typeof value === "string" && /^\d{14}$/.test(value);
}

function styleOf(token: TokenRecord): string {
  return `${token.codeAsString ? "s" : "n"}${token.emptyAsSuccess ? "s" : "n"}`;
}

async function operationOf(store: Store, id: number): Promise<OperationRecord> {
  const operation = (await store.operations()).find((candidate) => candidate.id === id);
  if (!operation) throw new Error("a token names an operation that is not in the journal");
  return operation;
}

const FAMILY_HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "access-control-allow-origin": "*",
  "cache-control": "no-store",
};
const MAX_CACHED_BYTES = 16 * 1024 * 1024;
