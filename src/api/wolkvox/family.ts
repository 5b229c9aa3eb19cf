import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Fault } from "../../faults/faults.ts";
import type { ReadModels } from "../../journal/port/questions.ts";
import type { OperationRecord, Registry, TokenRecord } from "../../journal/port/registry.ts";
import type { Leave } from "../limits/at-once.ts";
import { Deadline } from "../limits/deadline.ts";
import { type Gate, LATER_S, rateLimitHeaders, SOON_S } from "../limits/gate.ts";
import type { LiveView } from "../live-view.ts";
import type { SignIn } from "../sign-in/sign-in.ts";
import { type Answer, type Refusal, type RowsAnswer, refusalOf, tooManyAtOnce } from "./answer.ts";
import { DailyRows } from "./daily-rows.ts";
import { type QueryLimits, usualLimits } from "./limits.ts";
import { lastOfEach } from "./parameters.ts";
import type { Query, ReportRequest, ReportSources, WolkvoxReport } from "./query.ts";
import { skill2, skill10 } from "./reports/call-detail.ts";
import { diagram2 } from "./reports/diagram-2.ts";
import { diagram3 } from "./reports/diagram-3.ts";
import { skillsInformation, tokenInfo } from "./reports/information.ts";
import { realTimeSkills } from "./reports/real-time-skills.ts";
import { skill1 } from "./reports/skill-1.ts";
import { skill3 } from "./reports/skill-3.ts";
import { skill4 } from "./reports/skill-4.ts";
import { skill5 } from "./reports/skill-5.ts";
import { skill7 } from "./reports/skill-7.ts";
import { sendAnswer } from "./send.ts";

/** Where the family's reports are found: by path, and there by what the parameter `api` names. */
const paths: Readonly<Record<string, Readonly<Record<string, (sources: ReportSources) => WolkvoxReport>>>> = {
  "/api/v2/reports_manager.php": {
    diagram_2: diagram2,
    diagram_3: diagram3,
    skill_1: skill1,
    skill_2: skill2,
    skill_3: skill3,
    skill_4: skill4,
    skill_5: skill5,
    skill_7: skill7,
    skill_10: skill10,
  },
  "/api/v2/real_time.php": { skills: realTimeSkills },
  "/api/v2/information.php": { skills: skillsInformation, token_info: tokenInfo },
};

/** Every report of the family, as the path where it is found and its name there. */
export const reportsOfFamily: readonly (readonly [path: string, api: string])[] = Object.entries(
  paths,
).flatMap(([path, reports]) => Object.keys(reports).map((api) => [path, api] as const));

/** Whether there is something at a path for those who ask with GET. */
export function isPathOfFamily(path: string | undefined): boolean {
  return path !== undefined && Object.hasOwn(paths, path);
}

export interface FamilyDependencies {
  readonly store: Registry;
  readonly readModels: ReadModels;
  /** Epoch ms. */
  readonly now: () => number;
  readonly live: () => Promise<LiveView>;
  readonly gate: Gate;
  readonly signIn: SignIn;
  readonly limits?: Partial<QueryLimits>;
}

/**
 * The compatible API. A request is judged in this order, and the first thing wrong with it is its answer: method,
 * token, its scope, `api`, parameters, how many are under way (for which it waits a little), the day's quota. The token comes
 * before everything a stranger could learn from, and only a request that gets as far as a query uses quota up.
 */
export function addFamily(api: FastifyInstance, dependencies: FamilyDependencies): void {
  const { store, readModels, now, live, gate, signIn } = dependencies;
  const limits: QueryLimits = { ...usualLimits, ...dependencies.limits };
  const operations = new Map<number, OperationRecord>();
  const quotaOf = (operation: OperationRecord) => gate.quotaOf(operation);
  const rows = new DailyRows(readModels);
  const sources: ReportSources = { store, readModels, rows, limits, now, live, quotaOf };
  for (const [path, made] of Object.entries(paths)) {
    const reports = new Map(Object.entries(made).map(([name, report]) => [name, report(sources)]));
    api.get(path, { exposeHeadRoute: false }, (request, reply) => serve(request, reply, reports));
  }

  function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    reports: ReadonlyMap<string, WolkvoxReport>,
  ): void {
    const token = signIn.tokenOf(request.headers["wolkvox-token"], request.ip);
    if (token === "missing") return sendAnswer(reply, refusalOf("token-missing"));
    if (token === "bad") return sendAnswer(reply, refusalOf("token-bad"));
    if (!token.scopes.includes("reports")) return sendAnswer(reply, refusalOf("scope-missing", token));
    const parameters = lastOfEach(request.query as Record<string, string | string[]>);
    const operation = operations.get(token.operation);
    if (operation) {
      judge({ token, operation, parameters }, reports, reply);
      return;
    }
    operationOf(store, token.operation).then(
      (found) => {
        operations.set(found.id, found);
        judge({ token, operation: found, parameters }, reports, reply);
      },
      (error: unknown) => void reply.send(error),
    );
  }

  function judge(
    asked: ReportRequest,
    reports: ReadonlyMap<string, WolkvoxReport>,
    reply: FastifyReply,
  ): void {
    const { token } = asked;
    const query = queryOf(asked, reports);
    if (typeof query === "string") return sendAnswer(reply, refusalOf(query, token));
    const leave = gate.enter(token);
    if (leave) {
      answer(asked, query, reply, leave);
      return;
    }
    // A workbook asks for all its reports at once, and takes a 403 for wrong credentials.
    const turn = gate.wait(token, limits.turnMs);
    if (!turn) return refuseAtOnce(token, reply);
    reply.raw.once("close", turn.giveUp);
    turn.came
      .then((late) => {
        reply.raw.off("close", turn.giveUp);
        if (late) answer(asked, query, reply, late);
        else refuseAtOnce(token, reply);
      })
      .catch((error: unknown) => void reply.send(error));
  }

  function refuseAtOnce(token: TokenRecord, reply: FastifyReply): void {
    reply.header("retry-after", SOON_S);
    sendAnswer(reply, tooManyAtOnce(token.atOnce, token));
  }

  /** Answers a request that has a place, and lets go of it. */
  function answer(
    { token, operation }: ReportRequest,
    query: Query,
    reply: FastifyReply,
    leave: Leave,
  ): void {
    const quota = gate.quotaOf(operation);
    let under = false;
    try {
      const taken = quota.take(token.id);
      const made = typeof taken === "boolean" ? answerOf(taken) : taken.then(answerOf);
      // What is kept goes out at once, without a turn of the event loop.
      if (!(made instanceof Promise)) return sendAnswer(reply, made);
      under = true;
      made.then(
        (ready) => send(ready, reply),
        (error: unknown) => void reply.send(error),
      );
      // It is under way until the client has all of it, or has gone.
      reply.raw.once("close", leave);
    } finally {
      if (!under) leave();
    }

    function answerOf(allowed: boolean): Answer | Promise<Answer | RowsAnswer> {
      reply.headers(rateLimitHeaders(quota));
      if (allowed) return run(query, reply, token);
      reply.header("retry-after", quota.state().resetS);
      return refusalOf("quota-used-up", token);
    }
  }

  /** Runs the query until it is answered, takes too long, or nobody waits for it. */
  function run(query: Query, reply: FastifyReply, token: TokenRecord): Answer | Promise<Answer | RowsAnswer> {
    const deadline = new Deadline(limits.queryMs);
    const answer = query(deadline);
    if (!(answer instanceof Promise)) {
      deadline.clear();
      return answer;
    }
    const stop = () => deadline.stop();
    reply.raw.once("close", stop);
    return answer
      .catch((error: unknown) => {
        if (!(error instanceof Fault && error.code === "query-stopped")) throw error;
        reply.header("retry-after", LATER_S);
        return refusalOf("query-slow", token);
      })
      .finally(() => {
        deadline.clear();
        reply.raw.off("close", stop);
      });
  }

  function send(answer: Answer | RowsAnswer, reply: FastifyReply): void {
    if ("length" in answer) {
      const { body } = answer;
      if (reply.raw.destroyed) {
        body.destroy();
        return;
      }
      const cut = setTimeout(() => body.destroy(new Error("not taken in time")), limits.deliveryMs);
      cut.unref();
      body.once("close", () => clearTimeout(cut));
    }
    sendAnswer(reply, answer);
  }
}

function queryOf(asked: ReportRequest, reports: ReadonlyMap<string, WolkvoxReport>): Query | Refusal {
  const { api } = asked.parameters;
  if (!api) return "parameter-missing";
  const report = reports.get(api);
  return report ? report(asked) : "api-unknown";
}

async function operationOf(store: Registry, id: number): Promise<OperationRecord> {
  const operation = (await store.operations()).find((candidate) => candidate.id === id);
  if (!operation) throw new Error("a token names an operation that is not in the journal");
  return operation;
}
