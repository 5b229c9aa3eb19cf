import type { ReadModels } from "../../journal/port/questions.ts";
import type { OperationRecord, Registry, TokenRecord } from "../../journal/port/registry.ts";
import type { DayQuota } from "../limits/day-quota.ts";
import type { Deadline } from "../limits/deadline.ts";
import type { LiveView } from "../live-view.ts";
import type { Answer, Refusal, RowsAnswer } from "./answer.ts";
import type { DailyRows } from "./daily-rows.ts";
import type { QueryLimits } from "./limits.ts";

/** Parameters by their names, as they came. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** A request whose token is good. */
export interface ReportRequest {
  readonly token: TokenRecord;
  readonly operation: OperationRecord;
  readonly parameters: Parameters;
}

/** What reports are made from. */
export interface ReportSources {
  readonly store: Registry;
  readonly readModels: ReadModels;
  readonly rows: DailyRows;
  readonly limits: QueryLimits;
  /** Epoch ms. */
  readonly now: () => number;
  readonly live: () => Promise<LiveView>;
  readonly quotaOf: (operation: OperationRecord) => DayQuota;
}

/** Answers at once where it can. Faults: `query-stopped` once the deadline's signal says so. */
export type Query = (deadline: Deadline) => Answer | Promise<Answer | RowsAnswer>;

/** Looks at the parameters, without asking anybody, and says what is wrong with them or how to answer. */
export type WolkvoxReport = (asked: ReportRequest) => Query | Refusal;
